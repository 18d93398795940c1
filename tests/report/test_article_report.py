"""The report of one article: what it holds, on paper and on the screen, and what it says where there is nothing to say."""

import io

import pypdf
import pytest
from lxml import etree

import newsstudy as ns
from newsstudy import cli, schemas
from newsstudy.errors import InputError, ReadError
from newsstudy.report.report import NAMES

ALIASES = {
    "Trump": ["Donald Trump", "Trump"],
    "Putin": ["Vladimir Putin", "Putin"],
    "Russia": ["Russia", "Russian", "Kremlin"],
    "United States": ["US"],
}
SHORT = "The harbour was closed on Monday. “We wait,” said Ada Moss, the mayor. Moss could not say how long the storm would last."
CHINESE = (
    "市长周一说，港口将在风暴过后重新开放。渔民们不知道港口为什么关闭。\n\n“我们在等待，”一位商人说。她在河边卖鱼已经三十年。"
)
HOSTILE = "<script>alert(1)</script> \u202e“Trump & Co” $x$ \x07 said \U0001f600 that “he did]]> --> "


def of(text, **options):
    return ns.article_report(ns.corpus_from([text]), **options)


def pages_of(report):
    return len(pypdf.PdfReader(io.BytesIO(report.pdf())).pages)


@pytest.fixture(scope="module")
def sample():
    return ns.article_report(ns.sample_article(), aliases=ALIASES)


@pytest.fixture(scope="module")
def without_aliases():
    return ns.article_report(ns.sample_article())


def test_report__has_all_sections_with_tables_that_carry_their_record(sample):
    assert tuple(section.name for section in sample.sections) == NAMES
    assert all(not schemas.record(table)["edited"] for table in sample.tables.values())
    shown = {entry["digest"] for figure in sample.figures.values() for entry in figure.records}
    assert shown <= {schemas.record(table)["digest"] for table in sample.tables.values()}


def test_report__of_the_sample_article_fits_six_pages_and_has_no_date(sample, without_aliases):
    assert pages_of(without_aliases) <= 6
    pages = pypdf.PdfReader(io.BytesIO(sample.pdf()))
    assert len(pages.pages) <= 6
    assert set(pages.metadata) == {"/Producer", "/Title", "/Subject"}
    assert "How this was made" in pages.pages[-1].extract_text()


def test_report__as_html_is_whole_and_has_no_script(sample):
    page = sample.html().decode("utf-8")
    tree = etree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    assert not tree.xpath("//script | //link | //iframe | //@onclick")
    assert all(image.get("src").startswith("data:") for image in tree.xpath("//img"))
    assert all(image.get("alt", "").strip() for image in tree.xpath("//img"))
    names = [element.get("id") for element in tree.xpath("//*[@id]")]
    assert len(names) == len(set(names))
    assert {link.get("href")[1:] for link in tree.xpath("//nav//a")} <= set(names)
    assert "Donald Trump" in "".join(tree.itertext())


def test_report__suggests_aliases_only_where_none_were_given(sample, without_aliases):
    assert "aliases" in without_aliases.tables
    assert "aliases" not in sample.tables
    assert "none was joined" in without_aliases.html().decode("utf-8")


def test_report__compares_with_another_article():
    report = of(SHORT, other=ns.corpus_from(["The harbour opens on Friday. The storm is over, said the mayor."]))
    assert {"compare_articles", "aligned_sentences"} <= set(report.tables)


@pytest.mark.parametrize("text", ["Snow", HOSTILE], ids=["one word", "hostile"])
def test_report__of_any_text_answers_or_says_why_not(text):
    report = of(text)
    assert tuple(section.name for section in report.sections) == NAMES
    assert b"<script>" not in report.html()
    etree.fromstring(report.html().decode("utf-8").removeprefix("<!DOCTYPE html>"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "has no words"), ("… — !", "has no words"), (CHINESE, "Give a segmenter")],
    ids=["empty", "signs", "zh"],
)
def test_report__of_a_text_without_words_says_so_on_one_page(text, reason):
    report = of(text)
    assert reason in report.html().decode("utf-8")
    assert pages_of(report) == 1
    assert report.section("who") is report.sections[0]


def test_report__refuses_what_is_no_article(tmp_path):
    with pytest.raises(InputError, match="about one article, and there are 2"):
        ns.article_report(ns.corpus_from(["Snow.", "Rain."]))
    with pytest.raises(InputError, match="ISO 639"):
        of(SHORT, language="english")
    with pytest.raises(InputError, match="aliases is a dict"):
        of(SHORT, aliases=["Moss"])
    with pytest.raises(InputError, match="no section 'whom'"):
        of("").section("whom")
    (tmp_path / "empty.txt").touch()
    with pytest.raises(ReadError, match="an empty file"):
        ns.article_report(tmp_path / "empty.txt")


@pytest.mark.slow
def test_read__writes_a_study_that_can_be_run_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "harbour.txt").write_text(SHORT, "utf-8")
    (tmp_path / "names.json").write_text('{"Ada Moss": ["Moss"]}', "utf-8")
    assert cli.main(["read", "harbour.txt", "-o", "out", "--aliases", "names.json"]) == 0
    assert "report.html and report.pdf" in capsys.readouterr().out
    found = ns.verify("out", rerun=True)
    assert found.ok, str(found)
    assert {"report.html", "report.pdf", "code/read_article.py"} <= {row.name for row in found.rows}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.txt"], "no such file or folder"),
        (["a.txt", "--aliases", "nothing.json"], "there is no file nothing.json"),
        (["a.txt", "--aliases", "a.txt"], "a.txt is no JSON"),
        (["a.txt", "--segmenter", "jieba"], "module:function"),
        (["a.txt", "--segmenter", "no_such_module:cut"], "cannot be imported"),
        (["a.txt", "--segmenter", "os:sep"], "is no function"),
        (["a.txt", "--language", "english"], "ISO 639"),
    ],
)
def test_read__says_what_is_wrong_in_a_line(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(SHORT, "utf-8")
    assert cli.main(["read", *arguments]) == 2
    assert said in capsys.readouterr().err
