"""What file names say: a pattern fills what the readers left missing, and names that do not fit are told, not lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus._file_names import NamePattern
from newsstudy.errors import InputError, NewsstudyWarning, ReadError


@pytest.mark.parametrize(
    ("pattern", "name", "values"),
    [
        ("{date}_{source}_{title}", "2019-03-02_The-Herald_Snow-falls-here.txt", ("2019-03-02", "The Herald", "Snow falls here")),
        ("{date}_{source}_{title}", "folder_2019-03-02_The-Herald_Snow.txt", ("2019-03-02", "The Herald", "Snow")),
        ("{date}_{source}_{title}", "a/b_c/2019-03-02_The-Herald_Snow", ("2019-03-02", "The Herald", "Snow")),
        ("{date}_{source}_{title}", "2019_03_02_Herald_Snow.txt", ("2019-03-02", "Herald", "Snow")),
        ("{date}_{source}_{title}", "20190302_Herald_Snow.txt", ("20190302", "Herald", "Snow")),
        ("{date}_{source}_{title}", "2019-03_Herald_Snow.txt", ("2019-03", "Herald", "Snow")),
        ("{date}_{source}_{title}", "2-März-2019_Herald_Vol. 2.txt", ("2-März-2019", "Herald", "Vol. 2")),
        ("{date}_{source}_{title}", "02.03.2019_Herald_U.S. snow.html.txt", ("02.03.2019", "Herald", "U.S. snow.html")),
        (
            "{date} - {source} - {title}",
            "2019-03-02 - The Herald-Post - Snow-bound.txt",
            ("2019-03-02", "The Herald-Post", "Snow-bound"),
        ),
        ("export_{source}.{date}", "export_Le-Monde.20190302.txt", ("20190302", "Le Monde")),
        ("{source}_{_}_{date}", "Herald_x17_2019.txt", ("2019", "Herald")),
        ("{source}/{date}_{title}", "press/The-Herald/2019-03-02_Snow.txt", ("2019-03-02", "The Herald", "Snow")),
        ("{source}/{year}/{month}/{day}/{_}", "news.zip/Herald/2019/3/2/0001.txt", ("2019-03-02", "Herald")),
        ("{source}-{year}", "Herald-2019.txt", ("2019", "Herald")),
        ("{date}_{vendor_id}", "2019-03-02_A-17_b.txt", ("2019-03-02", "A-17_b")),
    ],
)
def test_pattern__fits(pattern, name, values):
    found = NamePattern(pattern).values(name)
    fields = [field for field in ("date", "source", "title", "vendor_id") if field in found]
    assert tuple(found[field] for field in fields) == values


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{date}_{source}", "Snow.txt"),
        ("{date}_{source}", "2019-03-02.txt"),
        ("{date}_{source}", "notes_2019.txt"),
        ("{date}_{source}", "x2019-03-02_Herald.txt"),
        ("{source}/{title}", "Snow.txt"),
        ("{date}", "2019-03-021.txt"),
        ("a_{title}", "b_Snow.txt"),
        ("{title}.x", "Snow.y.txt"),
    ],
)
def test_name__that_does_not_fit_says_nothing(pattern, name):
    assert NamePattern(pattern).values(name) is None


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "with fields in braces"),
        ("date_source", "with fields in braces"),
        (5, "with fields in braces"),
        ("{text}", "{text}, which no file name can say"),
        ("{id}_{title}", "write {vendor_id}"),
        ("{date_raw}", "write {date}"),
        ("{file}", "which no file name can say"),
        ("{title}_{title}", "{title} twice"),
        ("{a b}", "a field is the name of a column"),
        ("{}", "a field is the name of a column"),
        ("{1}", "a field is the name of a column"),
        ("{date}{title}", "nothing between them"),
        ("{date}_{title", "a brace without its partner"),
        ("{date}_{year}", "must have {date}, or {year}"),
        ("{day}_{title}", "must have {date}, or {year}"),
    ],
)
def test_pattern__that_makes_no_sense_is_a_named_error(tmp_path, pattern, problem):
    (tmp_path / "a.txt").write_text("Snow.")
    with pytest.raises(InputError) as caught:
        ns.read_corpus(tmp_path, names=pattern)
    assert problem in str(caught.value)


@given(st.text(max_size=20), st.sampled_from(["{date}_{title}", "{source}/{_}-{date}", "{year}-{month}_{title}"]))
def test_any_name__is_no_error(name, pattern):
    NamePattern(pattern).values(name)


def test_read_corpus__fills_what_the_files_do_not_say(tmp_path):
    (tmp_path / "2019-03-02_The-Herald_Snow-falls.txt").write_text("Snow fell.")
    (tmp_path / "2. März 2019_Bote_Rest.csv").write_text("text,title,source,date\nRain fell.,Rain,,\nSun.,,Post,03/04/2019\n")
    corpus = ns.read_corpus(tmp_path, names="{date}_{source}_{title}")
    rows = corpus.table.select(["text", "title", "source", "date", "date_raw"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("Rain fell.", "Rain", "Bote", "2019-03-02", "2. März 2019"),
        ("Sun.", "Rest", "Post", None, "03/04/2019"),  # a date that cannot be decided is still the article's own
        ("Snow fell.", "Snow falls", "The Herald", "2019-03-02", "2019-03-02"),
    ]
    corpus.ledger.check()


def test_read_corpus__columns_of_any_name_and_identity_of_what_is_said(tmp_path):
    (tmp_path / "north_2019.jsonl").write_text('{"text": "Snow.", "n": 1}\n{"text": "Rain.", "desk": "south"}\n')
    corpus = ns.read_corpus(tmp_path, names="{desk}_{date}")
    assert corpus.table["desk"].to_pylist() == ["north", "south"]
    assert corpus.table["date"].to_pylist() == ["2019", "2019"]
    assert corpus.table["n"].to_pylist() == [1, None]
    rows = [{"text": "Snow.", "n": 1, "desk": "north", "date": "2019"}, {"text": "Rain.", "desk": "south", "date": "2019"}]
    assert corpus.digest == ns.corpus_from(rows).digest


def test_names__that_do_not_fit_are_warned_about_once_recorded_and_read(tmp_path):
    (tmp_path / "2019-03-02_Herald.txt").write_text("Snow fell.")
    for number in range(5):
        (tmp_path / f"notes-{number}.txt").write_text(f"Text {number}.")
    with pytest.warns(NewsstudyWarning, match=r"5 of 6 files have names that do not fit .*notes-0.txt, .* and 2 more") as caught:
        corpus = ns.read_corpus(tmp_path, names="{date}_{source}")
    assert len(caught) == 1
    assert len(corpus) == 6
    corpus.ledger.check()
    told = [entry for entry in corpus.ledger.entries if "does not fit the pattern" in entry.reason]
    assert [(entry.outcome, entry.count, entry.ids[0]) for entry in told] == [("kept", 5, "notes-0.txt")]
    with pytest.raises(ReadError, match=r"notes-0.txt: its name does not fit the pattern '\{date\}_\{source\}'; rename it"):
        ns.read_corpus(tmp_path, names="{date}_{source}", on_error="raise")


def test_shared_file__says_what_its_name_says(shared):
    path = shared / "formats" / "synthetic" / "folder_2019-03-02_The-Guardian_Some-headline-here.txt"
    for pattern in ("{date}_{source}_{title}", "folder_{date}_{source}_{title}"):
        document = ns.read_corpus(path, names=pattern).table.to_pylist()[0]
        assert (document["date"], document["source"], document["title"]) == ("2019-03-02", "The Guardian", "Some headline here")
