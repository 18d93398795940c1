"""The public names of newsstudy.kernels."""

import pytest

import newsstudy as ns


def test_kernels__every_public_name_is_a_documented_function():
    assert len(ns.kernels.__all__) > 25
    for name in ns.kernels.__all__:
        function = getattr(ns.kernels, name)
        assert callable(function)
        assert function.__name__ == name
        assert function.__doc__
    assert set(dir(ns.kernels)) == set(ns.kernels.__all__)


def test_kernels__an_unknown_name_says_where_to_look():
    with pytest.raises(AttributeError, match="dir"):
        ns.kernels.logarithm  # noqa: B018
