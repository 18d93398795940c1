"""The report: what was read adds up, gaps are counted, what went wrong is named, and no hostile name gets out of its cell."""

import json

import pytest

import newsstudy as ns
from newsstudy.cli import main


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "news"
    place.mkdir()
    rows = [
        {"text": "Snow.", "source": "Post", "date": "2019-03-01", "language": "en"},
        {"text": "Rain.", "source": "Post", "date": "2019-03-05", "language": "en"},
        {"text": "Fog.", "source": "Post", "date": "2019-03-05", "language": "de"},
        {"text": "Wind.", "source": "Post", "date": "2019-03-08"},
        {"text": "Thaw.", "source": "Gazette", "date": "2019"},
        {"text": "Hail.", "source": "Gazette", "date": "June 4"},
        {"text": "Sun."},
    ]
    (place / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    (place / "b.bin").write_bytes(b"\x00\x01\x02\x03")
    (place / ".hidden").write_text("x")
    return place


def test_report__adds_up_and_names_what_went_wrong(folder):
    report = ns.read_corpus([folder, folder / "a.jsonl"]).report
    assert report.balance == [
        {"branch": "", "unit": "file", "made": 4, "kept": 1, "merged": 1, "dropped": 2},
        {"branch": "", "unit": "document", "made": 8, "kept": 7, "merged": 0, "dropped": 1},
    ]
    assert [place for place, _ in report.problems] == [".hidden", "a.jsonl", "b.bin", "a.jsonl#8"]
    ns.schemas.FILES.check(report.files)
    files = report.files.set_index("file")
    assert files.loc["a.jsonl", "sha256"].iloc[0] == __import__("hashlib").sha256((folder / "a.jsonl").read_bytes()).hexdigest()
    assert files.loc["a.jsonl", ["size", "reader", "n_found", "n_kept"]].iloc[0].tolist() == [
        (folder / "a.jsonl").stat().st_size,
        "jsonl/2",
        8,
        7,
    ]


def test_coverage__counts_days_without_an_article_by_source(folder):
    table = ns.read_corpus(folder).report.coverage
    ns.schemas.COVERAGE.check(table)
    rows = {row.pop("source") or "-": row for row in json.loads(table.to_json(orient="records"))}
    assert list(rows) == ["Gazette", "Post", "-"]
    assert rows["Post"] == {
        "n_documents": 4,
        "n_without_date": 0,
        "n_vague": 0,
        "date_from": "2019-03-01",
        "date_to": "2019-03-08",
        "n_days": 8,
        "n_days_without": 5,
        "n_longest_gap": 3,
        "gap_from": "2019-03-02",
        "gap_to": "2019-03-04",
    }
    assert (rows["Gazette"]["n_vague"], rows["Gazette"]["n_without_date"], rows["Gazette"]["date_from"]) == (1, 1, None)
    assert (rows["-"]["n_without_date"], rows["-"]["n_days"]) == (1, 0)


def test_report__goes_along_with_verbs_and_through_save_and_open(folder, tmp_path):
    corpus = ns.read_corpus(folder)
    for number, made in enumerate([corpus, corpus.where("language == 'en'"), corpus.split("sentence"), corpus.sample(3)]):
        made.save(tmp_path / str(number))
        assert made.report.files.equals(corpus.report.files)
        assert ns.open_corpus(tmp_path / str(number)).report.to_json() == made.report.to_json()
    assert corpus.where("language == 'en'").report.languages == {"en": 2}
    assert corpus.report.languages == {"de": 1, "en": 2, None: 4}
    both = ns.concat([corpus, corpus]).report
    assert len(both.files) == 2 * len(corpus.report.files)
    assert [(one["branch"], one["made"]) for one in both.balance if one["unit"] == "document"] == [("1", 8), ("2", 8), ("", 14)]


def test_report__says_nothing_of_the_machine_and_no_digest_depends_on_it(folder, tmp_path):
    corpus = ns.read_corpus(folder)
    assert str(tmp_path) not in corpus.report.to_json() + str(corpus.report) + corpus.report._repr_html_()
    assert corpus.digest == ns.corpus_from(corpus.table).digest
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.jsonl").write_bytes((folder / "a.jsonl").read_bytes())
    assert ns.read_corpus(other).digest == corpus.digest


def test_report__is_the_same_bytes_twice_and_json(folder):
    told = ns.read_corpus(folder).report.to_json()
    assert told == ns.read_corpus([folder / "b.bin", folder / ".hidden", folder / "a.jsonl"]).report.to_json()
    values = json.loads(told)
    assert values["n_documents"] == 7
    assert values["languages"] == [
        {"language": "de", "n_documents": 1},
        {"language": "en", "n_documents": 2},
        {"language": None, "n_documents": 4},
    ]
    assert len(values["files"]) == 3


def test_report__of_a_corpus_in_memory_and_of_an_empty_one():
    for corpus in (ns.corpus_from(["Snow."]), ns.corpus_from([]), ns.sample_article()):
        report = corpus.report
        assert len(report.files) == 0
        assert json.loads(report.to_json())["n_documents"] == len(corpus)
        assert "Corpus of" in str(report)
        assert "Corpus of" in report._repr_html_()
    assert repr(ns.corpus_from(["Snow."]).report) == "<Report on Corpus of 1 document from 0 files>"


def test_html__escapes_names_reasons_and_sources(tmp_path):
    evil = '<script>alert("x")</script>'
    (tmp_path / "<img src=x onerror=alert(1)>.jsonl").write_text(json.dumps({"text": "x", "source": evil, "language": evil}))
    (tmp_path / "<b>.bin").write_bytes(b"\x00\x01\x02\x03")
    shown = ns.read_corpus(tmp_path).report._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>.bin" not in shown
    assert "&lt;script&gt;" in shown


def test_long_lists__are_cut_on_the_page_and_whole_in_json(tmp_path):
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text("Snow fell.")
        (tmp_path / f"{number}.bin").write_bytes(b"\x00\x01\x02\x03")
    report = ns.read_corpus(tmp_path).report
    assert "… and 40 more" in str(report)
    assert "… and 100 more" in report._repr_html_()
    assert len(json.loads(report.to_json())["files"]) == 120


def test_command__prints_the_report_as_text_or_json_of_files_or_of_a_saved_corpus(folder, tmp_path, capsys):
    assert main(["describe", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "documents: 8 read = 7 kept + 0 merged + 1 dropped" in out
    assert "b.bin" in out
    assert main(["describe", "--json", str(folder)]) == 0
    assert capsys.readouterr().out == ns.read_corpus(folder).report.to_json()
    ns.read_corpus(folder).save(tmp_path / "saved")
    assert main(["describe", "--json", str(tmp_path / "saved")]) == 0
    assert capsys.readouterr().out == ns.read_corpus(folder).report.to_json()
    assert main(["describe", str(folder), "--format", "x"]) == 2
    assert "format 'x' is not known" in capsys.readouterr().err
