"""Tails of the beta, gamma and normal distributions at 50 digits, by adding up the density: slow, and plainly right."""

import mpmath


def beta_tail(a, b, x, *, lower):
    """The chance that a beta deviate is at most x (or above it), by integrating the density of its log odds."""
    a, b, x = mpmath.mpf(a), mpmath.mpf(b), mpmath.mpf(x)
    constant = mpmath.loggamma(a + b) - mpmath.loggamma(a) - mpmath.loggamma(b)

    def density(v):
        # ln t and ln (1 - t) for t = 1 / (1 + exp(-v)), without loss at either end
        log_t = -mpmath.log1p(mpmath.exp(-v))
        return mpmath.exp(constant + a * log_t + b * (log_t - v))

    spread = 1 / mpmath.sqrt(a * b / (a + b))
    slope = abs(a - (a + b) * x)
    return _tail(density, mpmath.log(x / (1 - x)), mpmath.log(a / b), spread, slope, min(a, b), lower)


def gamma_tail(a, x, *, lower):
    """The chance that a gamma deviate is at most x (or above it), by integrating the density of its logarithm."""
    a, x = mpmath.mpf(a), mpmath.mpf(x)
    constant = mpmath.loggamma(a)

    def density(v):
        return mpmath.exp(a * v - mpmath.exp(v) - constant)

    return _tail(density, mpmath.log(x), mpmath.log(a), 1 / mpmath.sqrt(a), abs(a - x), min(a, mpmath.mpf(1)), lower)


def _tail(density, at, mode, spread, slope, slowest, lower):
    """The integral from `at` away from the mode, in steps of the density's own scale; the other side is the rest."""
    outward = -1 if at < mode else 1
    step = min(spread, 1 / max(slope, mpmath.mpf(10) ** -30))
    total, start = mpmath.mpf(0), at
    for _ in range(2000):
        piece = abs(mpmath.quad(density, [start, start + outward * step], method="gauss-legendre"))
        total += piece
        if piece < total * mpmath.mpf(10) ** -25:
            break
        start += outward * step
    outer_is_lower = outward == -1
    return total if outer_is_lower == lower else 1 - total


def two_sided_normal(z):
    """The chance that a standard normal deviate lies at least |z| from 0."""
    return mpmath.erfc(abs(mpmath.mpf(z)) / mpmath.sqrt(2))


def normal_quantile(p):
    """The z below which a standard normal deviate lies with chance p, by halving an interval 200 times."""
    p = mpmath.mpf(p)
    low, high = mpmath.mpf(-40), mpmath.mpf(40)
    for _ in range(200):
        middle = (low + high) / 2
        below = mpmath.erfc(-middle / mpmath.sqrt(2)) / 2
        low, high = (middle, high) if below < p else (low, middle)
    return (low + high) / 2
