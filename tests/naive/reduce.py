"""Sums as a tree of pairs, in plain Python."""


def total_float(values):
    level = [float(value) for value in values]
    if not level:
        return 0.0
    while len(level) > 1:
        level = [level[i] + level[i + 1] if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return level[0]
