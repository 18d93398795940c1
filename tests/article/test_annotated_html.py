"""The page of an annotated article: well formed, whole, escaped, nested rightly, and readable without colour or sight."""

import re
import xml.etree.ElementTree as ET

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.article._page_style import INK, LOOKS, MUTED, OWN_LOOKS, PALE, PAPER
from newsstudy.errors import InputError, SchemaError

HOSTILE = (
    "<script>alert(1)</script> & peace <img src=x onerror=alert(1)> \"' ]]> --> </style></mark> peace.\x00\x1b\u202e\ufffe End."
)
ARABIC = "قال الرئيس: «لن نتراجع». وصل وفد BBC News إلى القاهرة."


def page_of(corpus, spans=(), **options):
    """The page with marks on these (first byte, length, layer) of the first document, as an element tree."""
    layers = dict.fromkeys(layer for _, _, layer in spans)  # in order: a set has that of the hash seed
    tables = {
        layer: pd.DataFrame(
            [(corpus.ids[0], a, n) for a, n, own in spans if own == layer], columns=["document", "start", "length"]
        )
        for layer in layers
    }
    page = ns.annotated_html(ns.annotations(corpus, others=tables), **options)
    lxml.html.fromstring(page)
    return ET.fromstring(page.replace("<!DOCTYPE html>\n", ""))


def shown(element):
    """The text that is seen: without what is only spoken."""
    own = "" if element.get("class") == "spoken" else element.text or ""
    inner = "" if element.get("class") == "spoken" else "".join(shown(child) + (child.tail or "") for child in element)
    return own + inner


def of_class(page, name):
    return [element for element in page.iter() if name in (element.get("class") or "").split()]


def test_page__shows_the_text_letter_for_letter(article):
    table = ns.annotations(article, keywords=["nuclear"], actors=["Putin", "Vladimir *"], places=["Russia"])
    page = ET.fromstring(ns.annotated_html(table, article))
    words = [shown(element) for element in of_class(page, "words")]
    assert words == table[table.layer == "sentence"].text.tolist()


def test_page__hostile_text_stays_text_and_opens_no_element():
    corpus = ns.corpus_from(
        [{"text": HOSTILE, "title": "<b onclick=x>&", "source": "</title><script>", "language": 'en" onload="x'}]
    )
    table = ns.annotations(corpus, keywords=["peace"], others={"<i>": ["alert"], "'\"&": ["End"]})
    for whole in (False, True):
        markup = ns.annotated_html(table, corpus, page=whole)
        page = ET.fromstring(markup.replace("<!DOCTYPE html>\n", ""))
        assert not {"script", "img", "b", "i", "link", "iframe"} & {element.tag for element in page.iter()}
        names = {name for element in page.iter() for name in element.attrib}
        assert names <= {
            "class",
            "id",
            "title",
            "lang",
            "dir",
            "aria-label",
            "aria-labelledby",
            "scope",
            "href",
            "charset",
            "name",
            "content",
        }
        assert "http" not in markup
        assert "url(" not in markup
        parsed = lxml.html.fromstring(markup)
        assert not parsed.xpath("//script | //img")
    assert "\x1b" not in markup


def test_page__marks_that_cross_are_cut_and_begin_and_end_once():
    corpus = ns.corpus_from(["one two three four"])
    page = page_of(corpus, [(0, 13, "first"), (4, 14, "second")])
    pieces = [(shown(mark), mark.get("class")) for mark in of_class(page, "text")[0].iter("mark")]
    assert pieces == [("one two three", "own-1 first last"), ("two three", "own-2 first"), (" four", "own-2 last")]
    ids = [mark.get("id") for mark in of_class(page, "text")[0].iter("mark")]
    assert ids[2] is None


def test_page__a_mark_over_paragraphs_begins_in_the_first_and_ends_in_the_last():
    corpus = ns.corpus_from(["One goes on.\nTwo goes on.\nThree ends."])
    page = page_of(corpus, [(4, 30, "quote")])
    text = of_class(page, "text")[0]
    assert [mark.get("class").split()[1:] for mark in text.iter("mark")] == [["first"], [], ["last"]]
    assert [element.text for element in of_class(text, "spoken") if "Sentence" not in element.text] == [
        "quote, begins: ",
        " (end of quote)",
    ]
    assert [paragraph.tag for paragraph in text] == ["p", "p", "p"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30), st.sampled_from(["a", "b", "c"])), max_size=8))
def test_page__any_overlap_is_well_formed_and_every_letter_is_under_its_marks(spans):
    text = "One two three four. Five six.\nSeven é שלום nine ten."
    corpus = ns.corpus_from([text])
    ends = [len(text[:n].encode()) for n in range(len(text) + 1)]
    placed = {(ends[a], ends[min(a + n, len(text))] - ends[a], layer) for a, n, layer in spans}
    page = page_of(corpus, sorted(placed))
    assert " ".join(shown(one) for one in of_class(page, "words")) == text.replace("\n", " ")
    text_part = of_class(page, "text")[0]
    seen = {mark.get("id") for mark in text_part.iter("mark")} - {None}
    linked = {link.get("href")[1:] for link in page.iter("a")}
    assert seen == linked - (linked - seen)
    assert len(of_class(text_part, "first")) == len(seen) == len(of_class(text_part, "last"))


def test_page__says_short_marks_after_and_long_ones_around_them_or_nothing_at_all():
    corpus = ns.corpus_from(["He said we will stay here."])
    table = ns.annotations(corpus, actors={"Doe": "he"}, others={"claim": ["we will stay here"]})
    spoken = [element.text for element in of_class(ET.fromstring(ns.annotated_html(table)), "spoken")]
    assert spoken == ["Sentence ", " (actor: Doe)", "claim, begins: ", " (end of claim)"]
    quiet = ET.fromstring(ns.annotated_html(table, announce=False))
    assert [element.text for element in of_class(quiet, "spoken")] == ["Sentence "]


def test_page__tells_the_note_in_the_title_and_not_aloud():
    corpus = ns.corpus_from(["He left."])
    given_ = pd.DataFrame({"document": corpus.ids, "start": [0], "length": [2], "actor": ["Doe"], "how": ["pronoun"]})
    page = ET.fromstring(ns.annotated_html(ns.annotations(corpus, actors=given_)))
    mark = next(of_class(page, "text")[0].iter("mark"))
    assert (mark.get("title"), mark[0].text) == ("actor: Doe (pronoun)", " (actor: Doe)")


def test_page__has_landmarks_headings_a_legend_and_a_table_with_links(article):
    table = ns.annotations(article, places=["Iran", "Ukraine"])
    page = ET.fromstring(ns.annotated_html(table, level=3))
    assert page.tag == "section"
    heading = page.find("h3")
    assert heading.get("id") == page.get("aria-labelledby")
    assert [element.text for element in page.iter("h4")] == ["Legend"]
    assert "".join(page.find("ul")[0].itertext()) == "place: a place that is named: 10 marks"
    assert page.find("article").get("aria-label")
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    links = [link.get("href") for link in page.iter("a")]
    assert len(links) == 10
    assert {link[1:] for link in links} <= ids
    assert len(list(page.iter("th"))) == 7 + 10
    short = ns.annotated_html(table, list_marks=False, title="")
    assert "<table" not in short
    assert 'aria-label="Annotated article"' in short


def test_page__runs_from_right_to_left_where_the_letters_do():
    corpus = ns.corpus_from([{"text": ARABIC + "\nThis is English.", "language": "ar", "title": "عنوان"}])
    table = ns.annotations(corpus, places=["القاهرة"], actors=["BBC News"])
    page = ET.fromstring(ns.annotated_html(table, corpus))
    text = of_class(page, "text")[0]
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    assert [paragraph.get("dir") for paragraph in text] == ["rtl", "ltr"]
    assert all(element.get("lang") == "en" for element in of_class(page, "spoken"))
    assert page.find("h2").text == "عنوان"


def test_page__several_documents_are_articles_with_headings():
    corpus = ns.corpus_from([{"text": "Snow fell.", "title": "Snow", "date": "2024-02-01"}, {"text": "It thawed."}])
    page = ET.fromstring(ns.annotated_html(ns.annotations(corpus, keywords=["snow", "thawed"]), corpus))
    assert ["".join(element.itertext()) for element in page.iter("h3")] == ["Legend", "Snow", f"Document {corpus.ids[1]}"]
    assert "2024-02-01" in "".join(page.itertext())
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_page__fewer_rows_show_fewer_marks_and_no_sentence_says_so(article):
    table = ns.annotations(article, places=["Iran"], keywords=["nuclear"])
    assert 'class="keyword' not in ns.annotated_html(table[table.layer != "keyword"]).split("<article")[1]
    assert "There is no text to show" in ns.annotated_html(table[table.layer != "sentence"])
    assert "There is no text to show" in ns.annotated_html(ns.annotations(ns.corpus_from([""])))
    assert "Nothing is marked" in ns.annotated_html(ns.annotations(article))


def test_page__another_corpus_or_table_is_refused(article):
    table = ns.annotations(article)
    with pytest.raises(InputError, match="the table was made of another corpus"):
        ns.annotated_html(table, ns.corpus_from(["Snow."]))
    with pytest.raises(SchemaError, match="no ANNOTATIONS"):
        ns.annotated_html(ns.kwic(article.tokenize(), "Putin"))
    with pytest.raises(InputError, match="level is 1 to 5"):
        ns.annotated_html(table, level=6)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_looks__text_has_four_and_a_half_to_one_and_lines_three_to_one_on_both_grounds():
    for ground in (PAPER, PALE):
        assert contrast(INK, ground) >= 4.5
        assert contrast(MUTED, ground) >= 4.5
        for _, *rules in (*LOOKS.values(), *OWN_LOOKS):
            for colour in re.findall(r"(?:border|outline|underline)[^;]*(#[0-9A-F]{6})", ";".join(rules)):
                assert contrast(colour, ground) >= 3.0, (colour, ground)


def test_looks__no_two_layers_look_alike_without_colour():
    bare = [re.sub("#[0-9A-F]{6}", "", "".join(rules)) for _, *rules in (*LOOKS.values(), *OWN_LOOKS)]
    assert len(set(bare)) == len(bare)
