from newsstudy.text.direction import is_right_to_left


def test_direction__the_first_letter_decides():
    assert is_right_to_left("«שלום» and more")
    assert not is_right_to_left("news about שלום")
    assert not is_right_to_left("")


def test_direction__texts_are_read_one_after_the_other():
    assert is_right_to_left("2019:", "", "مرحبا", "peace")
    assert not is_right_to_left("— ", "peace", "مرحبا")
