"""Chances of hypergeometric, binomial and Poisson counts at 50 digits, added up one by one."""

import mpmath
from mpmath import mpf

SAME = mpf(10) ** -7  # values this near in relative terms count as equally probable, as in R


class Count:
    """A count from `least` to `most` with the log probability `log(k)`, its `mode`, and the ratio `up(k)` of k + 1 to k."""

    def __init__(self, least, most, mode, log, up):
        self.least, self.most, self.mode, self.log, self.up = least, most, mode, log, up

    def outward(self, k, step):
        """The chance of k and all values further from the mode on its side."""
        if not self.least <= k <= self.most:
            return mpf(0)
        term = total = mpf(1)
        while self.least <= k + step <= self.most:
            term = term * self.up(k) if step > 0 else term / self.up(k - 1)
            total, k = total + term, k + step
            if term < total * mpf(10) ** -40:
                break
        return total

    def tail(self, k, step):
        """P(X >= k) for step 1, P(X <= k) for step −1."""
        if (k - self.mode) * step > 0:
            return mpmath.exp(self.log(k)) * self.outward(k, step) if self.least <= k <= self.most else mpf(0)
        return 1 - self.tail(k - step, -step)

    def log10_tail(self, k, step):
        """log10 of a tail; one that is nearly 1 from what it lacks."""
        if (k - self.mode) * step > 0:
            return mpmath.log10(self.tail(k, step))
        return mpmath.log1p(-self.tail(k - step, -step)) / mpmath.log(10)

    def log10_greater(self, k):
        return self.log10_tail(k, 1)

    def log10_less(self, k):
        return self.log10_tail(k, -1)

    def log10_two_sided(self, k):
        own = self.log(k) + SAME
        if self.log(self.mode) <= own:
            return mpf(0)
        step = 1 if k > self.mode else -1
        near, far = self.mode, self.mode - step
        while self.least <= far <= self.most and self.log(far) > own:
            near, far = far, far - step * max(abs(far - self.mode), 1)
        far = min(max(far, self.least - 1), self.most + 1)
        while abs(far - near) > 1:
            middle = (near + far) // 2
            rare = middle < self.least or middle > self.most or self.log(middle) <= own
            near, far = (near, middle) if rare else (middle, far)
        return mpmath.log10(self.tail(k, step) + self.tail(far, -step))


def _log_factorial(n):
    return mpmath.loggamma(mpf(n) + 1)


def hypergeometric(a, b, c, d):
    """The count o11, given the margins of the table."""
    r1, c1, n = a + b, a + c, a + b + c + d
    margins = mpmath.fsum(map(_log_factorial, (r1, n - r1, c1, n - c1))) - _log_factorial(n)

    def log(k):
        return margins - mpmath.fsum(map(_log_factorial, (k, r1 - k, c1 - k, n - r1 - c1 + k)))

    def up(k):
        return mpf((r1 - k) * (c1 - k)) / ((k + 1) * (n - r1 - c1 + k + 1))

    least, most = max(0, r1 + c1 - n), min(r1, c1)
    return Count(least, most, min(max((r1 + 1) * (c1 + 1) // (n + 2), least), most), log, up)


def binomial(a, b, c, d):
    """n draws, each with the chance r1 c1 / n²."""
    n = a + b + c + d
    hits, square = (a + b) * (a + c), n * n
    odds, log_p, log_q = mpf(hits) / (square - hits), mpmath.log(mpf(hits) / square), mpmath.log(mpf(square - hits) / square)

    def log(k):
        return _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k) + k * log_p + (n - k) * log_q

    return Count(0, n, min((n + 1) * hits // square, n), log, lambda k: odds * (n - k) / (k + 1))


def poisson(a, b, c, d):
    """A count with the mean r1 c1 / n."""
    n = a + b + c + d
    mean = mpf((a + b) * (a + c)) / n

    def log(k):
        return k * mpmath.log(mean) - mean - _log_factorial(k)

    return Count(0, 10**18, (a + b) * (a + c) // n, log, lambda k: mean / (k + 1))


def conditional_odds(a, b, c, d):
    """The odds ratio under which the mean count is a, given the margins: by bisection on its logarithm."""
    plain = hypergeometric(a, b, c, d)
    values = range(plain.least, plain.most + 1)
    logs = [plain.log(k) for k in values]

    def gap(x):
        top = max(w + k * x for w, k in zip(logs, values, strict=True))
        weights = [mpmath.exp(w + k * x - top) for w, k in zip(logs, values, strict=True)]
        return mpmath.fsum(w * (k - a) for w, k in zip(weights, values, strict=True)) / mpmath.fsum(weights)

    start = mpmath.log(mpf(a) * d / (mpf(b) * c))
    return mpmath.exp(mpmath.findroot(gap, (start - 1, start + 1), solver="anderson", tol=mpf(10) ** -50))
