"""Write tests/golden/special.json: tails and quantiles of beta, gamma and normal at 50 digits, over random and hard arguments.

The numbers come from tests/naive/special.py (numerical integration with mpmath), not from newsstudy. Takes some minutes.
"""

import importlib.util
import json
import pathlib
import random

import mpmath

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = 20261122
HARD = [
    ("beta", 1.0, 1.0, 0.5), ("beta", 1.0, 1e9, 1e-9), ("beta", 1e9, 1.0, 0.999999999), ("beta", 1e9, 1e9, 0.5),
    ("beta", 1e9, 1e9, 0.50001), ("beta", 5.0, 1e9, 1e-8), ("beta", 1e9, 12.0, 0.99999999), ("beta", 0.01, 0.01, 0.5),
    ("beta", 0.01, 1e9, 1e-30), ("beta", 0.5, 0.5, 1e-10), ("beta", 0.5, 0.5, 1.0 - 2.0**-53), ("beta", 1000.0, 0.01, 0.999),
    ("beta", 1e6, 2e6, 0.35), ("beta", 3.0, 4.0, 1e-200), ("gamma", 1.0, 1.0), ("gamma", 1e9, 1e9), ("gamma", 1e9, 1.0001e9),
    ("gamma", 1e9, 9.999e8), ("gamma", 0.01, 1e-30), ("gamma", 0.01, 1.0), ("gamma", 0.5, 300.0), ("gamma", 1.0, 2000.0),
    ("gamma", 100.0, 1e-3), ("gamma", 1e5, 1.2e5), ("gamma", 0.999, 1.0), ("gamma", 10.0, 11.0), ("gamma", 10.0, 10.999999),
]  # fmt: skip


def load_naive():
    spec = importlib.util.spec_from_file_location("naive_special", ROOT / "tests" / "naive" / "special.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_cases(draw, number):
    for i in range(number):
        a, b = 10 ** draw.uniform(-2, 9), 10 ** draw.uniform(-2, 9)
        if i % 3 == 0:
            a, b = float(round(a) + 1), float(round(b) + 1)
        deviates = draw.uniform(-38, 38) if i % 2 else draw.gauss(0, 4)
        odds = mpmath.mpf(a) / b * mpmath.exp(deviates * mpmath.sqrt(1 / mpmath.mpf(a) + 1 / mpmath.mpf(b)))
        x = float(odds / (1 + odds))
        if 0 < x < 1:
            yield "beta", a, b, x
        x = float(a * mpmath.exp(deviates / mpmath.sqrt(a)))
        if 0 < x < a + 4000 + 100 * a**0.5:
            yield "gamma", a, x


def digits(value):
    return mpmath.nstr(value, 30, strip_zeros=False)


def refined(tail, start, p):
    """The quantile near `start`, by the secant method at 50 digits."""
    x0, x1 = mpmath.mpf(start), mpmath.mpf(start) * (1 + mpmath.mpf(10) ** -9)
    if x1 >= 1 > x0:
        x1 = x0 - (1 - x0) * mpmath.mpf(10) ** -9
    for _ in range(3):
        f0, f1 = tail(x0) - p, tail(x1) - p
        if f1 in (f0, 0):
            break
        x0, x1 = x1, x1 - f1 * (x1 - x0) / (f1 - f0)
    return x1


def main():
    from newsstudy.kernels import special

    mpmath.mp.dps = 50
    naive, draw = load_naive(), random.Random(SEED)
    tails, quantiles = [], []
    for kind, *arguments in HARD + list(random_cases(draw, 60)):
        tail = naive.beta_tail if kind == "beta" else naive.gamma_tail
        values = [tail(*arguments, lower=lower) for lower in (True, False)]
        tails.append([kind, arguments, *map(digits, values), *(digits(mpmath.log10(value)) for value in values)])
    for i in range(24):
        a, b = 10 ** draw.uniform(-0.5, 9), 10 ** draw.uniform(-0.5, 9)
        p = draw.choice([0.025, 0.5, 0.975, 1e-6, 2.5e-8, 1e-20, draw.random()])
        lower = i % 2 == 0
        start = float((special.betainc_inverse if lower else special.betaincc_inverse)(a, b, p))
        x = refined(lambda x, a=a, b=b, w=lower: naive.beta_tail(a, b, x, lower=w), start, mpmath.mpf(p))
        quantiles.append(["beta", lower, [a, b, p], digits(x)])
        start = float((special.gammainc_inverse if lower else special.gammaincc_inverse)(a, p))
        x = refined(lambda x, a=a, w=lower: naive.gamma_tail(a, x, lower=w), start, mpmath.mpf(p))
        quantiles.append(["gamma", lower, [a, p], digits(x)])
    about = "tails [kind, arguments, lower, upper, log10 lower, log10 upper] and quantiles [kind, lower, arguments, x] by mpmath"
    lines = {"tails": tails, "quantiles": quantiles}
    text = "{\n" + json.dumps("about") + ": " + json.dumps(about) + ",\n"
    text += ",\n".join(f'"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in lines.items()) + "\n}\n"
    (ROOT / "tests" / "golden" / "special.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
