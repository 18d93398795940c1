"""Direction of writing: whether a text runs from right to left, told by its first letter that has a direction."""

from __future__ import annotations

# Hebrew, Arabic and their neighbours, with the forms for printing and the scripts of the supplementary plane.
_RIGHT_TO_LEFT = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF))


def is_right_to_left(*texts: str) -> bool:
    """Whether the first letter of these texts, one after the other, is written from right to left.

    Examples
    --------
    >>> from newsstudy.text.direction import is_right_to_left
    >>> is_right_to_left("2019 שלום"), is_right_to_left("snow", "שלום"), is_right_to_left("2019")
    (True, False, False)
    """
    for text in texts:
        for character in text:
            code = ord(character)
            if any(low <= code <= high for low, high in _RIGHT_TO_LEFT):
                return True
            if character.isalpha():
                return False
    return False
