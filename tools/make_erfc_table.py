"""Print the polynomials from which newsstudy/kernels/_normal.py computes erfc: Chebyshev fits of x exp(x^2) erfc(x) at 60 digits.

Run `python tools/make_erfc_table.py` (needs mpmath) and compare with the tables in that file.
"""

import mpmath


def scaled_erfc(x):
    return x * mpmath.exp(x * x) * mpmath.erfc(x)


PIECES = (
    ("x in [1/2, 1], in x - 3/4", scaled_erfc, "0.5", "1", 15),
    ("x in [1, 2], in x - 3/2", scaled_erfc, "1", "2", 19),
    ("x in [2, 4], in 1/x - 3/8", lambda v: scaled_erfc(1 / v), "0.25", "0.5", 18),
    ("x in [4, 32], in 1/x^2 - 65/2048", lambda w: scaled_erfc(1 / mpmath.sqrt(w)), "0.0009765625", "0.0625", 15),
)


def main():
    mpmath.mp.dps = 60
    for name, function, low, high, degree in PIECES:
        low, high = mpmath.mpf(low), mpmath.mpf(high)
        middle = (low + high) / 2
        ends = [low - middle, high - middle]
        fit, error = mpmath.chebyfit(lambda u, f=function, m=middle: f(m + u), ends, degree + 1, error=True)
        coefficients = fit[::-1]
        first = float(coefficients[0])
        print(f"{name}: error {mpmath.nstr(error, 3)}, the first coefficient lacks {float(coefficients[0] - first)!r}")
        print([float(value) for value in coefficients])


if __name__ == "__main__":
    main()
