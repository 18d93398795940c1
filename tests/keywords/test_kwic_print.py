"""Concordances for pages and papers: whole, escaped, in the order of reading."""

import html.parser
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError, SchemaError
from newsstudy.keywords._kwic_latex import escaped

HOSTILE = [
    "<script>alert(1)</script> peace <img src=x onerror=alert(1)>",
    "\"' &amp; & peace ]]> -->",
    "\\input{/etc/passwd} peace \\end{document} % $x$ #1 ~^_{}",
    "[6pt] peace *{} & \\\\ \\cr",
    "a\x00\x1b\u202e peace \u2066x\u200b\ufffe\ufeff",
    "ראש הממשלה peace שלום",
    "السلام peace الآن",
    "=1+1 peace @x",
]


def table_of(texts, pattern="peace", **options):
    return ns.kwic(ns.corpus_from(texts).tokenize(), pattern, **options)


class Page(html.parser.HTMLParser):
    """Tags in order, and the text of each line cell."""

    def __init__(self):
        super().__init__()
        self.tags, self.cells, self.directions, self.inside = [], [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"style", "scope", "dir", "class"}
        self.inside = self.inside if tag in ("div", "span", "bdi", "mark") else tag == "td" and "dir" in dict(attrs)
        if tag == "td" and "dir" in dict(attrs):
            self.cells.append("")
            self.directions.append(dict(attrs)["dir"])

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data


def parsed(page):
    ET.fromstring(page)  # every element is closed
    reader = Page()
    reader.feed(page)
    return reader


def test_html__lines_read_as_running_text_and_nothing_of_them_is_a_tag():
    table = table_of(HOSTILE)
    page = parsed(ns.kwic_html(table))
    assert set(page.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "mark", "bdi"}
    assert len(page.cells) == len(HOSTILE)
    for cell, row in zip(page.cells, table.itertuples(), strict=True):
        shown = " ".join(cell.split())
        expected = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe]", "", f"{row.left} {row.node} {row.right}")
        assert shown == " ".join(expected.split())


def test_html__lines_from_right_to_left_say_so():
    page = parsed(ns.kwic_html(table_of(["ראש הממשלה אמר שלום", "peace שלום and more"], "שלום")))
    assert page.directions == ["rtl", "ltr"]


def test_html__the_heading_says_how_many_there_are(article):
    tokens = article.split("paragraph").tokenize()
    assert "<caption" in (page := ns.kwic_html(ns.kwic(tokens, "Putin"), n=2))
    assert "Putin: 2 of 7 matches" in page
    assert page.count("<mark") == 2
    assert "Kremlin: 1 match<" in ns.kwic_html(ns.kwic(tokens, "Kremlin"))
    assert "&lt;mine&gt;" in ns.kwic_html(ns.kwic(tokens, ["Putin", "Trump"]), title="<mine>")
    assert "Putin, Trump: 14 matches" in ns.kwic_html(ns.kwic(tokens, ["Putin", "Trump"]))
    assert "zeppelin: 0 matches" in ns.kwic_html(ns.kwic(tokens, "zeppelin"))


def test_html__documents_and_columns_stand_beside_where_they_say_something():
    rows = [{"id": "a<b", "text": "peace", "date": "2020"}, {"id": "c", "text": "peace"}]
    page = ns.kwic_html(ns.kwic(ns.corpus_from(rows).tokenize(), "peace", columns=["date"]))
    assert re.findall(r'scope="col"[^>]*>([^<]+)<', page) == ["document", "date", "line"]
    assert re.findall(r'scope="row"[^>]*>([^<]+)<', page) == ["a&lt;b", "c"]
    alone = ns.kwic_html(ns.kwic(ns.corpus_from(rows[:1]).tokenize(), "peace"))
    assert re.findall(r'scope="col"[^>]*>([^<]+)<', alone) == ["line"]


@pytest.mark.parametrize("make", [ns.kwic_html, ns.kwic_latex])
def test_print__only_a_concordance_is_taken(article, make):
    with pytest.raises(SchemaError, match="KWIC"):
        make(ns.frequency(article.tokenize().count()))
    with pytest.raises(SchemaError):
        make(None)
    for n in (0, True, 1.5, "3"):
        with pytest.raises(InputError, match="n must be"):
            make(ns.kwic(article.tokenize(), "Putin"), n=n)


# ---------------------------------------------------------------- LaTeX

COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\char34{}": '"',
    r"\textasciigrave{}": "`",
    **{f"\\{sign}": sign for sign in "{}$&#%_"},
}


def printed(latex):
    """What TeX would print: the commands that we use, empty groups, ~ for a blank; anything else active is an error."""
    found, place = "", 0
    while place < len(latex):
        command = next((name for name in COMMANDS if latex.startswith(name, place)), None)
        if command is not None:
            found, place = found + COMMANDS[command], place + len(command)
        elif latex.startswith("{}", place):
            place += 2
        else:
            assert latex[place] not in '\\{}$&#%_^<>|"`', (latex, place)
            assert latex[place : place + 2] not in ("--", "''", ",,", "!`", "?`"), "a ligature"
            found, place = found + ("\u00a0" if latex[place] == "~" else latex[place]), place + 1
    return found


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))) | st.text("\\{}$&#%_^~<>|\"`'-,?!ab "))
def test_latex__prints_every_sign_and_runs_none(text):
    assert printed(escaped(text)) == text


def test_latex__a_table_of_hostile_lines_has_three_cells_a_line():
    lines = ns.kwic_latex(table_of(HOSTILE), characters=200).splitlines()
    assert lines[0] == r"\begin{tabular}{@{}r@{ }c@{ }l@{}}"
    assert lines[-1] == r"\end{tabular}"
    assert len(lines) == len(HOSTILE) + 2
    for line in lines[1:-1]:
        assert re.fullmatch(r"\{.*\} & \\textbf\{peace\} & \{.*\} \\\\", line)
        left, right = re.fullmatch(r"\{(.*)\} & \\textbf\{peace\} & \{(.*)\} \\\\", line).groups()
        assert printed(left) is not None
        assert printed(right) is not None


def test_latex__contexts_are_cut_at_words_and_say_so():
    table = table_of(["one two three peace four five six", "incomprehensibilities peace"], window=7)
    first, second = ns.kwic_latex(table, characters=10).splitlines()[1:3]
    assert first == r"{… two three} & \textbf{peace} & {four five …} \\"
    assert second.startswith("{…")
    assert "{…ibilities}" in second
    assert "…" not in ns.kwic_latex(table, characters=30)


def test_latex__columns_captions_and_labels():
    rows = [{"id": "a", "text": "peace", "source": "P & Q"}, {"id": "b", "text": "peace"}]
    table = ns.kwic(ns.corpus_from(rows).tokenize(), "peace", columns="source")
    page = ns.kwic_latex(table, caption="50% of it", label="tab:peace_1")
    assert r"{P \& Q} & {} & \textbf{peace} & {} \\" in page
    assert r"{} & {} & \textbf{peace} & {} \\" in page
    assert "\\caption{50\\% of it}\n\\label{tab:peace_1}\n\\end{table}" in page
    for wrong in ({"label": "a}b"}, {"label": 7.0, "caption": 3}, {"caption": 3}, {"characters": 0}):
        with pytest.raises(InputError):
            ns.kwic_latex(table, **wrong)


def test_latex__right_to_left_lines_begin_at_the_right():
    table = table_of(["ראש אמר שלום לכולם"], "שלום")
    assert ns.kwic_latex(table).splitlines()[1] == r"{לכולם} & \textbf{שלום} & {ראש אמר} \\"


def test_print__leaves_the_table_as_it_is():
    table = table_of(HOSTILE)
    ns.kwic_html(table)
    ns.kwic_latex(table)
    assert not schemas.record(table)["edited"]
