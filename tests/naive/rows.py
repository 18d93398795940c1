"""Sums and largest values of rows in obvious Python: the slow twins of newsstudy/kernels/rows.py."""


def row_totals_float(rows):
    """Each row added up: neighbours first, then the sums of neighbours; the odd one out waits for the next round."""
    totals = []
    for row in rows:
        level = list(row)
        while len(level) > 1:
            level = [sum(level[place : place + 2][1:], level[place]) for place in range(0, len(level), 2)]
        totals.append(level[0] if level else 0.0)
    return totals


def row_largest(rows):
    """The largest number of each row, 0 where there is none."""
    return [max(row, default=0) for row in rows]
