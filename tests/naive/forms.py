"""The table of written forms, again as a dict."""


def numbers(forms):
    """The number of each form, in order of first appearance."""
    known = {}
    return [known.setdefault(form, len(known)) for form in forms]


def key(form, secret):
    """The two halves of a form's key: the form itself up to 16 bytes, else a hash and the length."""
    if len(form) <= 16:
        return int.from_bytes(form[:8], "little"), int.from_bytes(form[8:], "little")
    hashed = secret
    for part in [form[k : k + 8] for k in range(0, len(form) - 8, 8)] + [form[-8:]]:
        hashed = (hashed ^ int.from_bytes(part, "little")) * secret % 2**64
        hashed ^= hashed >> 32
    return hashed, len(form) << 8
