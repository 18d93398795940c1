"""The annotated article in print: nothing lost, lines within their column, marks under their words, pages that add up."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import figures
from newsstudy.errors import InputError, SchemaError
from newsstudy.figures import _labels
from newsstudy.figures._article_lines import article_of, rows_of
from newsstudy.figures._mark_strokes import LOOKS, OWN, Strokes
from newsstudy.figures._set_lines import break_lines, lay, letters_of, one_blank

ARABIC = "قال الرئيس أمس: «لن نتراجع». وصل وفد من BBC News إلى القاهرة يوم 12 مارس."


def texts_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def letters(text, bold=False):
    return one_blank(letters_of(text, bold, ()))


@pytest.mark.parametrize(
    "text", ["One two three, four five. " * 9, ARABIC * 3, "中文没有空格。" * 30, "Donaudampfschifffahrt" * 9, "x"]
)
@pytest.mark.parametrize("room", [20.0, 80.0])
def test_lines__hold_the_whole_text_within_their_width(text, room):
    signs = letters(text)
    ends = list(break_lines(signs, 7.0, room))
    joined = [place for first, last in ends for place in range(first, last)]
    lost = set(range(len(signs))) - set(joined)
    assert joined == sorted(set(joined))
    assert all(signs[place].sign == " " for place in lost)
    for first, last in ends:
        for rtl in (False, True):
            pieces, edges = lay(signs[first:last], 7.0, room, rtl=rtl)
            assert len(edges) == last - first
            assert min(low for low, _ in edges) > -0.4
            assert max(high for _, high in edges) < room + 0.4
            assert "".join(piece.text for piece in pieces).replace(" ", "")


def test_lines__words_of_two_directions_stand_in_the_order_of_unicode():
    pieces, _ = lay(letters("אב BBC News 12 גד."), 7.0, 60.0, rtl=True)
    order = [piece.text for piece in sorted(pieces, key=lambda piece: piece.left)]
    assert order == ["גד.", "12", "BBC", "News", "אב"]
    pieces, _ = lay(letters("He said אב גד twice"), 7.0, 60.0)
    assert [piece.text for piece in sorted(pieces, key=lambda piece: piece.left)] == ["He", "said", "גד", "אב", "twice"]


def test_lines__a_letter_stands_where_the_text_before_it_ends():
    _, edges = lay(letters("wide m"), 7.0, 60.0)
    assert edges[5][0] == pytest.approx(_labels.width("wide ", 7.0))
    assert edges[5][1] == pytest.approx(_labels.width("wide m", 7.0))


def test_figure__shows_the_sample_article_word_by_word(article):
    table = ns.annotations(article, keywords=["nuclear", "peace"], places=["Ukraine"])
    drawn = texts_of(figures.annotations(table))
    legend, margin = 2 * 2, {"1", "2", "3"}
    body = [text for text in drawn[legend:] if not text.replace(", ", "").isdigit()]
    assert " ".join(" ".join(body).split()).replace(" ,", ",").replace(" .", ".") == " ".join(article.texts[0].split())
    assert margin <= set(drawn)


@pytest.mark.parametrize("columns", [1, 2])
def test_figure__pages_hold_all_lines_and_a_page_too_many_is_refused(tables, columns):
    table = tables.annotations(160)
    first = figures.annotations(table, columns=columns)
    pages = first.record["options"]["pages"]
    assert pages > 1
    every = [figures.annotations(table, page=page, columns=columns) for page in range(1, pages + 1)]
    drawn = " ".join(text for figure in every for text in texts_of(figure))
    for number in range(160):
        assert f" {number + 1}." in f" {drawn}"
    heights = [figure.get_figheight() * 25.4 for figure in every]
    assert max(heights) < 257, "a page fits A4"
    with pytest.raises(InputError, match=f"page must be 1 to {pages}"):
        figures.annotations(table, page=pages + 1, columns=columns)
    assert any(f"Page 2 of {pages}." in text.get_text() for text in every[1].texts)


def test_figure__own_axes_decide_how_much_a_page_holds(tables):
    table = tables.annotations(60)
    wide = figures.Figure(183, 120)
    options = figures.annotations(table, ax=wide.add_axes([0, 0, 1, 1])).record["options"]
    assert options["pages"] > 1
    with pytest.raises(InputError, match="mm are left for the text; give higher axes"):
        figures.annotations(table, ax=figures.Figure(183, 20).add_axes([0, 0.5, 1, 0.2]))
    with pytest.raises(InputError, match="mm are left for a line of text"):
        figures.annotations(table, ax=figures.Figure(24, 90).add_axes([0, 0, 1, 1]))
    with pytest.raises(InputError, match="columns must be 1"):
        figures.annotations(table, columns=3)


def test_figure__without_sentences_says_why(article):
    table = ns.annotations(article, places=["Iran"])
    assert any("holds no sentence" in text for text in texts_of(figures.annotations(table[table.layer != "sentence"])))
    assert any("holds no sentence" in text for text in texts_of(figures.annotations(ns.annotations(ns.corpus_from([""])))))


def test_figure__too_many_layers_by_hand_are_refused(article):
    table = ns.annotations(article, places=["Iran", "Ukraine", "Russia"])
    table["layer"] = [f"own {number % 6}" if layer == "place" else layer for number, layer in enumerate(table["layer"])]
    with pytest.raises(SchemaError, match="cannot be told apart"):
        figures.annotations(table)


def test_marks__reach_over_lines_and_begin_and_end_once():
    corpus = ns.corpus_from(["“A long quotation that goes on and on,” he said. " * 3])
    table = ns.annotations(corpus, others={"all": ns.kwic(corpus.tokenize(), "long quotation that goes on and on")})
    article = article_of(table, [])
    rows = rows_of(article, 7.0, 30.0)
    assert len(rows) > 3
    signs = "".join(letter.sign for letter in article.paragraphs[0].letters)
    assert signs == corpus.texts[0].strip()
    held = [signs[article.begins[mark][1] : article.ends[mark][1] + 1] for mark in range(3)]
    assert held == ["long quotation that goes on and on"] * 3


def test_strokes__layers_on_the_same_letters_have_tracks_of_their_own():
    apart = Strokes(["actor", "place", "hedge"])
    meeting = Strokes(["actor", "place", "hedge"], {("actor", "place"), ("place", "actor")})
    assert apart._offset["actor"] == apart._offset["place"] == apart._offset["hedge"]
    assert meeting._offset["actor"] != meeting._offset["place"]
    assert meeting.pitch > apart.pitch


def test_strokes__no_two_looks_are_alike_in_grey():
    looks = [(look.kind, look.where) for look in (*LOOKS.values(), *OWN)]
    assert len(set(looks)) == len(looks)


def test_figure__twenty_thousand_words_are_set_page_by_page(tables):
    options = figures.annotations(tables.annotations(1300), page=3).record["options"]
    assert options["page"] == 3
    assert np.isfinite(options["pages"])
    assert options["pages"] > 10
