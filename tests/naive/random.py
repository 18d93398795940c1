"""Philox4x64-10 and whole numbers from it, in plain Python integers."""

MASK = 2**64 - 1


def philox(key, counter):
    k0, k1 = key
    x0, x1, x2, x3 = counter
    for _ in range(10):
        p0, p1 = 0xD2E7470EE14C6C93 * x0, 0xCA5A826395121157 * x2
        x0, x1, x2, x3 = (p1 >> 64) ^ x1 ^ k0, p1 & MASK, (p0 >> 64) ^ x3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & MASK, (k1 + 0xBB67AE8584CAA73B) & MASK
    return x0, x1, x2, x3


def raw(key):
    block = 0
    while True:
        block += 1
        yield from philox(key, (block, 0, 0, 0))


def integers_below(key, n, high):
    stream, out = raw(key), []
    while len(out) < n:
        word = next(stream)
        if word >= 2**64 % high:
            out.append(word % high)
    return out
