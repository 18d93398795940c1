"""A Figure knows its table, shows itself once, and writes files that others can read."""

import io
import json
import re
import xml.etree.ElementTree as ET

import matplotlib
import matplotlib.figure
import numpy as np
import PIL.Image
import pytest

from newsstudy import figures, schemas
from newsstudy.errors import InputError, SchemaError

ALL = [name for name in figures.__all__ if name != "Figure"]
ONE_PANEL = [
    "actor_mentions",
    "annotations",
    "calibration",
    "coherence",
    "collocation_network",
    "collocations",
    "comention_network",
    "dispersion",
    "diversity",
    "exclusivity",
    "extract_keywords",
    "frequency",
    "hedge_rates",
    "hedges",
    "keyness",
    "keyword_positions",
    "kwic",
    "occurrences",
    "quotations",
    "quoted_share",
    "readability",
    "sentence_lengths",
    "stability",
    "topic_diversity",
]
PANELS = [
    "actors",
    "boilerplate",
    "choose_k",
    "comentions",
    "document_topics",
    "moving_diversity",
    "new_words",
    "profile",
    "sentence_similarity",
    "text_segments",
    "topic_terms",
]


@pytest.mark.parametrize("name", ALL)
def test_figure__record_holds_the_tables_digest_and_settings(tables, name):
    table = getattr(tables, name)()
    before = schemas.digest(table)
    record = getattr(figures, name)(table).record
    assert schemas.digest(table) == before, "drawing changed the table"
    assert record["figure"] == name
    assert record["schema"] == name.upper()
    assert record["digest"] == schemas.digest(table)
    assert record["settings"]["rule"] == "news-en-1"
    assert record["edited"] is False


def test_figure__an_edited_table_is_said_to_be_edited(tables):
    table = tables.frequency()
    table.loc[0, "count"] = 99
    figure = figures.frequency(table)
    assert figure.record["edited"] is True
    assert any("edited since it was made" in text.get_text() for text in figure.texts)


@pytest.mark.parametrize("name", ALL)
def test_figure__another_table_is_refused_by_name(tables, name):
    with pytest.raises(SchemaError, match=f"no {name.upper()}"):
        getattr(figures, name)(tables.kwic() if name != "kwic" else tables.keyness())


@pytest.mark.parametrize(
    ("name", "other"), [("stability", "frequency"), ("choose_k", "stability"), ("document_topics", "frequency")]
)
def test_figure__a_wrong_companion_table_is_refused(tables, name, other):
    with pytest.raises(SchemaError):
        getattr(figures, name)(getattr(tables, name)(), getattr(tables, other)())


@pytest.mark.parametrize("name", ONE_PANEL)
def test_figure__one_panel_draws_into_given_axes(tables, name):
    own = figures.Figure(120, 90)
    axes = own.add_axes([0.3, 0.2, 0.4, 0.7])
    assert getattr(figures, name)(getattr(tables, name)(), ax=axes) is own
    assert own.record["figure"] == name
    foreign = matplotlib.figure.Figure()
    assert getattr(figures, name)(getattr(tables, name)(), ax=foreign.add_subplot()) is foreign


@pytest.mark.parametrize("name", PANELS)
def test_figure__several_panels_draw_into_a_subfigure(tables, name):
    own = figures.Figure(183, 240)
    upper, lower = own.subfigures(2, 1)
    assert getattr(figures, name)(getattr(tables, name)(), figure=upper) is own
    assert getattr(figures, name)(getattr(tables, name)(), figure=lower) is own
    assert own.record["figure"] == "composed"
    assert [panel["figure"] for panel in own.record["panels"]] == [name, name]
    assert own.svg().startswith(b"<?xml")


def test_figure__too_little_room_is_an_error_that_says_so(tables):
    with pytest.raises(InputError, match="make it higher"):
        figures.profile(tables.profile(), figure=figures.Figure(89, 20))
    with pytest.raises(InputError, match="a Figure or SubFigure is needed, not str"):
        figures.profile(tables.profile(), figure="here")


def test_figure__an_unknown_measure_names_the_known_ones(tables):
    with pytest.raises(InputError, match="dkl, da, juilland_d"):
        figures.dispersion(tables.dispersion(), measure="gini")


def test_figure__headings_can_be_set_and_left_out(tables):
    titled = figures.frequency(tables.frequency(), title="Few words do most of the work")
    assert "Few words do most of the work" in {text.get_text() for text in titled.texts}
    bare = figures.frequency(tables.frequency(), title="")
    assert "Frequency by rank" not in {text.get_text() for text in bare.texts}
    assert bare.get_figheight() < titled.get_figheight()


def test_figure__the_files_carry_the_record(tables):
    figure = figures.kwic(tables.kwic(hard=True))
    root = ET.fromstring(figure.svg())
    description = next(element.text for element in root.iter("{http://purl.org/dc/elements/1.1/}description"))
    assert json.loads(description) == figure.record
    image = PIL.Image.open(io.BytesIO(figure.png()))
    assert json.loads(image.text["Description"]) == figure.record
    assert b"/Subject" in figure.pdf()


@pytest.mark.parametrize("name", ["frequency", "stability"])
def test_figure__files_have_no_date_and_no_picture_inside(tables, name):
    figure = getattr(figures, name)(getattr(tables, name)())
    svg, pdf = figure.svg(), figure.pdf()
    assert b"dc:date" not in svg
    assert b"<image" not in svg
    assert b"CreationDate" not in pdf
    assert b"/FlateDecode" not in pdf
    assert not re.search(rb"Matplotlib v\d", svg + pdf)


def test_figure__png_shows_what_agg_draws(tables):
    figure = figures.keyness(tables.keyness())
    image = PIL.Image.open(io.BytesIO(figure.png()))
    assert abs(image.info["dpi"][0] - 300) < 0.1
    figure.dpi = 300
    figure.canvas.draw()
    assert np.array_equal(np.asarray(image), np.asarray(figure.canvas.buffer_rgba())[:, :, :3])


def test_figure__savefig_writes_the_same_bytes(tables, tmp_path):
    figure = figures.frequency(tables.frequency())
    for ending in ("svg", "pdf", "png"):
        figure.savefig(tmp_path / f"figure.{ending}")
        assert (tmp_path / f"figure.{ending}").read_bytes() == getattr(figure, ending)()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figure.pdf", "figure.png", "figure.svg"]
    out = io.BytesIO()
    figure.savefig(out, format="svg")
    assert out.getvalue() == figure.svg()
    with pytest.raises(InputError, match=r"write \.svg, \.pdf or \.png"):
        figure.savefig(tmp_path / "figure.jpg")
    with pytest.raises(InputError, match="dpi would change the published bytes"):
        figure.savefig(tmp_path / "figure.png", dpi=72)


def test_figure__drawing_twice_gives_the_same_bytes(tables):
    figure = figures.collocation_network(tables.collocation_network())
    first = figure.svg()
    figure.png()
    figure.pdf()
    assert figure.svg() == first
    assert figures.collocation_network(tables.collocation_network()).svg() == first


def test_figure__a_notebook_shows_it_once_as_svg(tables):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from matplotlib_inline.backend_inline import configure_inline_support

    shell = InteractiveShell.instance()
    try:
        configure_inline_support(shell, "inline")  # what "%matplotlib inline" does: it teaches Jupyter to print figures as PNG
        figure = figures.frequency(tables.frequency())
        with capture_output() as captured:
            data, _ = shell.display_formatter.format(figure)
        assert data == {}
        assert len(captured.outputs) == 1
        assert set(captured.outputs[0].data) == {"image/svg+xml", "text/plain"}
        assert captured.outputs[0].data["image/svg+xml"] == figure.svg().decode()
    finally:
        InteractiveShell.clear_instance()


def test_figure__repr_says_size_and_table(tables):
    text = repr(figures.frequency(tables.frequency()))
    assert re.fullmatch(r"<Figure frequency: 89 × \d+ mm, table [0-9a-f]{12}>", text)


def test_figure__nothing_of_pyplot_is_loaded():
    import subprocess
    import sys

    code = "import sys, newsstudy.figures; print([name for name in sys.modules if 'pyplot' in name or name == 'IPython'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
