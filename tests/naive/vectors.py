"""Steps over many bytes, again one byte at a time."""

import string


def load8(content, i):
    return int.from_bytes(content[i : i + 8], "little")


def lowest_bit(mask):
    return next((k for k in range(64) if mask >> k & 1), 64)


def bit_count(mask):
    return f"{mask:b}".count("1")


# What each mask of classes64 says of a byte, in the order of the masks.
CLASSES = {
    "letter": lambda byte: chr(byte) in string.ascii_letters,
    "digit": lambda byte: chr(byte) in string.digits,
    "of a longer sequence": lambda byte: byte >= 128,
    "underscore": lambda byte: chr(byte) == "_",
    "apostrophe": lambda byte: chr(byte) == "'",
    "full stop": lambda byte: chr(byte) == ".",
    "colon": lambda byte: chr(byte) == ":",
    "comma or semicolon": lambda byte: chr(byte) in ",;",
    "double quotation mark": lambda byte: chr(byte) == '"',
    "no blank or control": lambda byte: not (byte <= 32 or byte == 127),
}


def classes64(content, i):
    masks = []
    for says in CLASSES.values():
        mask = 0
        for k in range(64):
            if says(content[i + k]):
                mask |= 1 << k
        masks.append(mask)
    return tuple(masks)
