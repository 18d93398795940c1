"""Where words may stand in bytes, asked of every byte: is it part of a run?"""

from newsstudy.kernels.spans import PIECE, SPAN_CHUNKS, SPAN_PATTERN


def is_letter(byte):
    return chr(byte) in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" or byte >= 128


def is_number(byte):
    return chr(byte) in "0123456789" or byte >= 128


def is_inside(content, i, k, stop, kind):
    """Whether byte k belongs to a run, where only content[i:stop] is to be seen."""
    byte = content[k]
    if kind == SPAN_CHUNKS:
        return byte > 32 and byte != 127
    if is_letter(byte) or is_number(byte) or byte == ord("_"):
        return True
    if kind == SPAN_PATTERN or k == i:
        return False
    before = content[k - 1]
    if before >= 128 and chr(byte) in "'\"":
        return True
    if k + 1 == stop:
        return False
    after = content[k + 1]
    letters = is_letter(before) and is_letter(after)
    numbers = is_number(before) and is_number(after)
    return (letters and chr(byte) in "'.:") or (numbers and chr(byte) in "'.,;")


def spans(content, i, stop, kind):
    """The runs of content[i:stop] as pairs, the byte to go on from, whether UAX #29 has an underscore to think of, and
    whether a byte may belong to a word beyond ASCII.
    """
    end = min(i + PIECE, stop)
    found = []
    for k in range(i, end):
        if is_inside(content, i, k, stop, kind):
            if found and found[-1][1] == k:
                found[-1] = (found[-1][0], k + 1)
            else:
                found.append((k, k + 1))
    resume = end
    if found and found[-1][1] == end < stop:
        resume, _ = found.pop()
    underscores = kind not in (SPAN_CHUNKS, SPAN_PATTERN) and b"_" in content[i:end]
    return found, resume, underscores, kind != SPAN_CHUNKS and any(byte >= 128 for byte in content[i:end])
