"""Colours that colour-blind readers can tell apart, and looks that no setting outside can change."""

import itertools
import pathlib

import matplotlib
import numpy as np
import pytest
from matplotlib.font_manager import findfont

from newsstudy import figures
from newsstudy.figures import _style

# Severity 1.0; Machado, Oliveira & Fernandes 2009, doi:10.1109/TVCG.2009.113, on linear RGB.
SIMULATIONS = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def linear(colour):
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    f = np.array([t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz / [0.95047, 1.0, 1.08883]])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour, sight):
    return lab(SIMULATIONS[sight] @ linear(colour))


def contrast(one, other):
    light = sorted(float(np.dot([0.2126, 0.7152, 0.0722], linear(colour))) for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


# Colours that stand for different things in one figure.
TOGETHER = [
    tuple(_style.VERDICTS.values()),
    (_style.BLUE, _style.VERMILION),
    (_style.BLUE, _style.ORANGE, _style.VERMILION),
    (_style.BLUE, _style.GREY),
]


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_style__colours_of_one_figure_differ_for_every_reader(sight):
    for group in TOGETHER:
        for one, other in itertools.combinations(group, 2):
            assert np.linalg.norm(seen(one, sight) - seen(other, sight)) > 14, (one, other)


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_style__steps_darken_evenly_for_every_reader(sight):
    light = [seen(colour, sight)[0] for colour in _style.STEPS]
    steps = -np.diff(light)
    assert (steps > 5).all()
    assert steps.max() / steps.min() < 2.2


def test_style__text_stands_out_from_the_paper():
    for colour in (_style.INK, _style.MUTED):
        assert contrast(colour, _style.PAPER) > 4.5
    assert contrast(_style.PAPER, _style.STEPS[4]) > 3  # numbers in dark cells
    assert contrast(_style.INK, _style.STEPS[3]) > 4.5  # numbers in light cells
    assert contrast(_style.VERMILION, _style.PAPER) > 3  # the bold word of a concordance


def test_style__settings_of_the_reader_return_afterwards():
    with matplotlib.rc_context({"font.size": 33.0, "axes.facecolor": "black"}):
        with _style.style():
            assert matplotlib.rcParams["font.size"] == 7.0
            with _style.style():
                assert matplotlib.rcParams["axes.facecolor"] == "white"
            assert matplotlib.rcParams["axes.facecolor"] == "white"
        assert matplotlib.rcParams["font.size"] == 33.0


def test_style__settings_return_after_an_error():
    def fail():
        with _style.style():
            raise KeyError("an error inside")

    before = dict(matplotlib.rcParams)
    with pytest.raises(KeyError):
        fail()
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", [name for name in figures.__all__ if name != "Figure"])
def test_style__hostile_settings_do_not_reach_the_file(tables, name):
    plain = getattr(figures, name)(getattr(tables, name)()).svg()
    hostile = {
        "font.family": ["DejaVu Serif"],
        "font.size": 20.0,
        "axes.facecolor": "yellow",
        "axes.grid": True,
        "axes.unicode_minus": False,
        "axes.spines.top": True,
        "figure.constrained_layout.use": True,
        "figure.facecolor": "red",
        "lines.linewidth": 9.0,
        "path.simplify": False,
        "path.sketch": (4.0, 40.0, 2.0),
        "savefig.bbox": "tight",
        "savefig.transparent": True,
        "svg.fonttype": "none",
        "svg.hashsalt": "other",
        "text.parse_math": True,
        "xtick.direction": "in",
        "xtick.minor.visible": True,
    }
    with matplotlib.rc_context(hostile):
        figure = getattr(figures, name)(getattr(tables, name)())
        assert figure.svg() == plain


def test_style__the_font_is_the_one_that_comes_with_matplotlib():
    with _style.style():
        assert pathlib.Path(matplotlib.get_data_path()) in pathlib.Path(findfont("DejaVu Sans")).parents
