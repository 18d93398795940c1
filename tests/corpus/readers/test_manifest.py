"""Every file of the manifest of others' samples is read by what it holds, and gives what the manifest says of it.

The comparison is the same for all formats. What the manifest itself has wrong stands in manifest_otherwise.json, fact by fact;
files that do not pass stand in known_failures.json. Both say why, and both are held against what is read.
"""

import ast
import collections
import datetime
import json
import pathlib
import re
import sys
import warnings

import pytest

import newsstudy as ns
from newsstudy.errors import NewsstudyWarning, ReadError

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = json.loads((HERE / "known_failures.json").read_text("utf-8"))
OTHERWISE = json.loads((HERE / "manifest_otherwise.json").read_text("utf-8"))
FOLDER = HERE.parents[3] / "shared" / "formats"
MAX_FAILURES = 0.03
ENOUGH = 0.7  # of F1 over runs of four words; a page of which a third is missing or is not the article's has less
# Under other names in the manifest.
NAMES = {
    "byline": "author", "authors": "author", "first_author": "author", "first_headline": "headline", "titles": "headlines",
    "guid": "id", "uri": "id", "first_id": "id", "lead": "first_words", "slug": "slugline", "wordcount": "length",
    "word_count": "length", "title": "headline", "countries": "places", "city": "places", "n_rows": "n_articles",
}  # fmt: skip
MONTHS = (
    *("jan", "feb|fév", "mar|mär", "apr|avr", "may|mai", "jun|juin", "jul|juil", "aug|aoû", "sep", "oct|okt", "nov"),
    "dec|dez|déc",
)
WRITTEN = re.compile(r"(?P<d>\d{1,2})\.?[ -](?P<m>[^\W\d]+)\.?[ -](?P<y>\d{4})|(?P<n>[^\W\d]+) (?P<e>\d{1,2}),? (?P<z>\d{4})")
NO_TEXT = re.compile(r"\b(picture|photo|video|audio|event|composite|graphic)\b")


def entries():
    if not FOLDER.is_dir():
        return []
    return json.loads((FOLDER / "MANIFEST.json").read_text("utf-8"))["files"]


ENTRIES = entries()
SAID = [entry for entry in ENTRIES if entry.get("expected") or entry.get("derived")]


class Read:
    """What reading a file gave: its documents, its ledger's reasons, or an error."""

    def __init__(self, path, **settings):
        self.rows, self.gone, self.error = [], {}, ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", NewsstudyWarning)
                corpus = ns.read_corpus(path, **settings)
        except ReadError as error:
            self.error = str(error)
            return
        corpus.ledger.check()
        self.rows = corpus.table.to_pylist()
        self.gone = {place: one.reason for one in corpus.ledger.entries if one.outcome == "dropped" for place in one.ids}

    @property
    def no_article(self):
        """Whether the file says of itself that it holds none."""
        return "no article in it, by its own words" in self.error


def squeezed(text):
    return re.sub(r"\s+", " ", text or "").strip()


# Single facts: (what we read, what the manifest says) -> whether they agree


def same_words(row, wanted):
    """The first words; some parsers took the headline for a part of the text."""
    text = squeezed(row["text"])
    plain = re.sub(r"^&#2; ", "", squeezed(wanted))
    return text.startswith(plain) or f"{squeezed(row['title'])} {text}".startswith(plain)


def same_headline(row, wanted):
    return squeezed(row["title"]) == squeezed(wanted).replace("&lt;", "<")


def same_author(row, wanted):
    if isinstance(wanted, list):
        return row["author"] == "; ".join(wanted)
    plain = re.sub(r"^By ", "", squeezed(wanted))
    return bool(row["author"]) and plain.startswith(row["author"])


def same_date(row, wanted):
    if row["date"] is None:
        return False
    iso = re.match(r"\d{4}-?\d\d-?\d\d(?!\d)|\d{8}T", wanted)
    if not iso:
        return row["date"][:10] == day_of(wanted) and (":" not in wanted or row["date"][11:13] != "")
    if len(wanted) == 10 or len(row["date"]) == 10:
        return row["date"][:10].replace("-", "") == wanted[:10].replace("-", "")[:8]
    return moment(row["date"]) == moment(wanted)


def day_of(written):
    """The day that words name; a second reading, independent of the library's."""
    lower = written.lower()
    if found := re.search(r"(\d{4}) 年 (\d+) 月 (\d+) 日", lower):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    found = re.search(
        r"(?P<d>\d{1,2})\.?[ -](?P<m>[^\W\d]+)\.?[ -](?P<y>\d{4})|(?P<n>[^\W\d]+) (?P<e>\d{1,2}),? (?P<z>\d{4})", lower
    )
    if found is None:
        return None
    name, day, year = (found["m"], found["d"], found["y"]) if found["m"] else (found["n"], found["e"], found["z"])
    month = next(number for number, form in enumerate(MONTHS, 1) if re.match(form, name))
    return f"{year}-{month:02}-{int(day):02}"


def moment(written):
    """A machine's date as a moment of UTC; without a zone it stays as it is."""
    digits = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?", written)
    year, month, day, hour, minute, second = (int(one or 0) for one in digits.groups()[:6])
    zone = digits[7]
    shift = 0 if zone in (None, "Z") else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[-2:]))
    return datetime.datetime(year, month, day, hour, minute, second) - datetime.timedelta(minutes=shift)


def same_language(row, wanted):
    names = {"english": "en", "german": "de", "deutsch": "de", "french": "fr"}
    return row["language"] == names.get(wanted.lower(), wanted)


def same_list(column):
    return lambda row, wanted: row.get(column) == "; ".join(wanted)


FACTS = {
    "headline": same_headline,
    "author": same_author,
    "date": same_date,
    "first_words": same_words,
    "language": same_language,
    "lang": lambda row, wanted: row["language"] == re.search(r"article (\w+)Article", wanted)[1],
    "id": lambda row, wanted: wanted.removeprefix("Document ") in (row["id"], row["vendor_id"]),
    "length": lambda row, wanted: row.get("word_count") == int(re.match(r"[\d,]+", str(wanted))[0].replace(",", "")),
    "n_paragraphs": lambda row, wanted: row["text"].count("\n\n") + 1 == wanted,
    "source": lambda row, wanted: squeezed(row["source"]) == squeezed(wanted[0]["name"] if isinstance(wanted, list) else wanted),
    "section": lambda row, wanted: squeezed(row["section"]) == squeezed(wanted),
    "page": lambda row, wanted: row["page"] == str(wanted),
    "text": lambda row, wanted: row["text"] == wanted.replace("\\n", "\n"),
    "slugline": lambda row, wanted: wanted in (row.get("slugline") or ""),
    "topics": same_list("topics"),
    "subjects": same_list("subjects"),
    "object_types": same_list("document_type"),
    "places": lambda row, wanted: (row.get("places") or "") in (wanted, "; ".join(wanted)),
    "dateline": lambda row, wanted: row.get("dateline") == wanted,
    "body_contains": lambda row, wanted: wanted in row["text"],
    "ednote": lambda row, wanted: row.get("note") == wanted,
    "has_body": lambda row, wanted: (row.get("text_type") == "NORM") == wanted,
}  # fmt: skip
# Said of the file, or of the parser that made the manifest, not of a document.
NOT_OF_DOCUMENTS = {"item_class", "type", "encoding", "n_items", "ocr", "note", "pattern"}


def check_row(row, facts, where):
    """The facts of one document; an empty fact says only that another parser found nothing."""
    for written, wanted in facts.items():
        name = NAMES.get(written, written)
        if name in NOT_OF_DOCUMENTS or wanted in (None, "", []):
            continue
        if row is None or name not in FACTS or not FACTS[name](row, wanted):
            yield f"{where}{written}", wanted, None if row is None else {key: row[key] for key in row if row[key] is not None}


# Files


def check_counts(read, said):
    rows = read.rows
    wanted = said.get("n_articles", said.get("n_rows"))
    if wanted is not None and len(rows) + len(read.gone) != wanted and not (wanted and read.no_article):
        yield "n_articles", wanted, (len(rows), read.gone or read.error)
    for fact, column in (("all_bodies_nonempty", "text"), ("all_heads_nonempty", "title"), ("all_dates_parse", "date")):
        if said.get(fact) and not all(row[column] for row in rows):
            yield fact, True, [row["position"] for row in rows if not row[column]]
    for fact, column in (("titles", "title"), ("sources", "source"), ("dates", "date"), ("editions", "edition")):
        if fact in said and [row[column] for row in rows] != said[fact]:
            yield fact, said[fact], [row[column] for row in rows]
    for fact, column in (("missing_headline", "title"), ("missing_author", "author"), ("missing_date", "date")):
        if fact in said and len([row for row in rows if row[column] is None]) != said[fact] - said.get("empty_text", 0) * (
            fact == "missing_date"
        ):
            yield fact, said[fact], [row["position"] for row in rows if row[column] is None]
    if said.get("empty_text", 0) != len([one for one in read.gone.values() if "no text" in one]) and "empty_text" in said:
        yield "empty_text", said["empty_text"], read.gone


OF_FILES = {
    *("n_articles", "n_rows", "all_bodies_nonempty", "all_heads_nonempty", "all_dates_parse", "titles", "sources", "dates"),
    *("editions", "missing_headline", "missing_author", "missing_date", "empty_text", "first", "second", "last", "contains"),
    *("n_paragraphs_raw", "has_full_text", "drop"),
}


def check_documents(read, said):
    """Counts, and the first, the second, the last and a named document."""
    yield from check_counts(read, said)
    rows = read.rows
    named = {"first": 0, "second": 1, "last": -1}
    for name, place in named.items():
        facts = said.get(name)
        if not facts or (
            not rows and read.no_article and NO_TEXT.search(f"{facts.get('item_class') or facts.get('type')} {read.error}")
        ):
            continue
        yield from check_row(rows[place] if len(rows) > place else None, facts, f"{name}.")
    if facts := said.get("contains"):
        found = [row for row in rows if squeezed(row["title"]) == facts["headline"]]
        yield from check_row(found[0] if found else None, facts, "contains.")
    single = {name: wanted for name, wanted in said.items() if name not in OF_FILES and name != "error"}
    yield from check_row(rows[0] if rows else None, single, "")


def check_error(read, said):
    """Binary files that no parser reads."""
    if read.rows:
        yield "error", said["error"], len(read.rows)


def check_feed(read, said):
    """The assertion that stands in a sample of feedparser's, for the members that we have."""
    columns = {
        "title": "title",
        "author": "author",
        "link": "url",
        "id": "vendor_id",
        "summary": "text",
        "description": "summary",
    }
    wanted = re.findall(r"entries\[(\d)\]\['(\w+)'\](?:\[0\]\['(\w+)'\])? == (?=('[^']*'|entries|\())", said["feedparser_expect"])
    for number, name, within, value in wanted:
        row = read.rows[int(number)] if len(read.rows) > int(number) else None
        plain = re.sub(r"<[^>]+>", "", value.strip("'")).replace("&lt;", "<").replace("&gt;", ">")
        if row is None:
            yield name, plain, read.error
        elif within in ("type", "src"):
            if row["text"] is None:
                yield within, plain, None
        elif name in ("published_parsed", "updated_parsed"):
            numbers = [int(one) for one in re.search(r"\(([0-9, ]+)\)", said["feedparser_expect"])[1].split(", ")][:6]
            if moment(row["date"]) != datetime.datetime(*numbers):
                yield name, numbers, row["date"]
        elif name in ("published", "updated"):
            if row["date_raw"] != plain or row["date"] is None:
                yield name, plain, row["date_raw"]
        elif row["text" if within == "value" else columns.get(name, name)] != plain and value != "entries":
            yield name, plain, row


def check_literal(read, said):
    """The entries of a feed as another reader's tests have them, in Python."""
    tree = ast.parse((FOLDER / said["python_literal"]).read_text("utf-8"))
    listed = next(one.value.elts for one in tree.body if isinstance(one, ast.Assign) and one.targets[0].id == "entries")
    if len(listed) != len(read.rows) + len(read.gone):
        yield "entries", len(listed), len(read.rows)
        return
    for row, call in zip(read.rows, listed if not read.gone else [], strict=False):
        facts = {one.arg: one.value for one in call.keywords}
        for name, column in (("id", "vendor_id"), ("title", "title"), ("link", "url")):
            if (
                isinstance(facts.get(name), ast.Constant)
                and facts[name].value is not None
                and row[column] != squeezed(facts[name].value)
            ):
                yield name, facts[name].value, row[column]
        if "published" in facts:
            numbers = [one.value for one in facts["published"].args if isinstance(one, ast.Constant)]
            if row["date"] is None or moment(row["date"]) != datetime.datetime(*numbers):
                yield "published", numbers, row["date"]
        if "content" in facts:
            content = next(one.value.value for one in facts["content"].elts[0].keywords if one.arg == "value")
            content = re.sub(r"<script>.*?</script>|<[^>]+>", "", content)
            if row["text"] != squeezed(content):
                yield "content", content, row["text"]


def check_gdelt(read, said):
    """Lists of columns, which hold no article and say how many columns there are."""
    if f"the {said['n_columns']} columns" not in read.error:
        yield "n_columns", said["n_columns"], read.error


def check_rtf(read, said):
    """The words that another converter finds, without the marks of cells and addresses."""
    truth = (FOLDER / said["text"]).read_text("utf-8")

    def words(text):
        return re.findall(r"\w+", re.sub(r'\("?https?:[^)]*\)', "", text.replace("\xad", "")))

    if not read.rows or words(read.rows[0]["text"]) != words(truth):
        yield "text", truth[:200], read.rows[0]["text"][:200] if read.rows else read.error


def shingles(text):
    words = re.findall(r"\w+", text or "")
    return collections.Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def f1(truth, found):
    wanted, got = shingles(truth), shingles(found)
    hits = (wanted & got).total()
    return 2 * hits / (wanted.total() + got.total())


def check_marked_page(read, said):
    """A page whose article somebody marked by hand: most of the words are its, and most of its words are there."""
    truths = json.loads((FOLDER / said["articleBody_in"]).read_text("utf-8"))
    found = read.rows[0]["text"] if read.rows else ""
    if f1(truths[said["key"]]["articleBody"], found) < ENOUGH:
        yield "articleBody", truths[said["key"]]["articleBody"][:200], found[:200]


def check_publishers_page(read, said):
    """A page as a parser made for its publisher reads it: text, day, and title, which may be another of the page's own."""
    row = read.rows[0] if read.rows else None
    if row is None:
        yield "body", "", read.error
        return
    truth = version_of(said, row)
    if f1(truth["text"], row["text"]) < ENOUGH:
        yield "body", truth["text"][:100], (f1(truth["text"], row["text"]), row["text"][:100])
    if row["date"] is not None and row["date"][:10] != truth["publishing_date"][:10]:
        yield "publishing_date", truth["publishing_date"], row["date"]
    ours, theirs = (
        set(re.findall(r"\w+", (title or "").replace("\xad", "").casefold())) for title in (row["title"], truth["title"])
    )
    if 3 * len(ours & theirs) < min(len(ours), len(theirs)):
        yield "title", truth["title"], row["title"]


def version_of(said, row):
    """What the publisher's parser of the page's time reads; the versions lie in one file without saying which page is whose."""
    versions = list(json.loads((FOLDER / said["per_article_json"]).read_text("utf-8")).values())
    for one in versions:
        sections = [part for two in one["body"]["sections"] for part in (*two["headline"], *two["paragraphs"])]
        one["text"] = "\n\n".join([*one["body"].get("summary", []), *sections])
    return max(versions, key=lambda one: f1(one["text"], row["text"]))


def check_card(read, said):
    """A page with data for machines: read as a page, headed as its article is."""
    if not read.rows:
        yield "page", "", read.error
        return
    truth = json.loads((FOLDER / said["extruct_output"]).read_text("utf-8"))
    if [row["reader"].split("/")[0] for row in read.rows] != ["html"]:
        yield "reader", "html", read.rows[0]["reader"]
    for one in truth if isinstance(truth, list) else []:
        if (
            isinstance(one, dict)
            and "Article" in str(one.get("@type"))
            and one.get("headline")
            and read.rows[0]["title"] != one["headline"]
        ):
            yield "headline", one["headline"], read.rows[0]["title"]


def check_archive(read, said):
    """Web archives: pages of status 200 among the responses; the first one's address and day."""
    if "n_records_before_error" in said or "n_records" not in said:
        if not read.rows:
            yield "pages", 1, read.error
        return
    first = said["first_response"]
    if "html" not in (first["ctype"] or ""):
        if "no web page of status 200" not in read.error:
            yield "pages", 0, len(read.rows)
        return
    if not 1 <= len(read.rows) + len(read.gone) <= said["n_response"]:
        yield "n_response", said["n_response"], (len(read.rows), read.error)
    elif "#1" not in str(read.gone) and read.rows[0]["position"] == 1 and read.rows[0]["url"] != first["uri"]:
        yield "uri", first["uri"], read.rows[0]["url"]


def check_mojibake(read, said):
    """Text that was once decoded wrongly is left as it is, and mended on request."""
    mended = ns.corpus_from([row["text"] for row in read.rows]).clean(["fix_mojibake"]).texts if read.rows else []
    if [squeezed(text).replace("“", '"').replace("”", '"').replace("’", "'") for text in mended] != [said["ftfy"].split(" (")[0]]:
        yield "ftfy", said["ftfy"], mended or read.error


CHECKS = {
    "error": check_error, "feedparser_expect": check_feed, "python_literal": check_literal, "n_columns": check_gdelt,
    "per_article_json": check_publishers_page, "articleBody_in": check_marked_page, "extruct_output": check_card,
    "ftfy": check_mojibake,
}  # fmt: skip
BY_FORMAT = {"warc": check_archive, "office_pdf_rtf": check_rtf}


def differences(entry):
    """(fact, what the manifest says, what we read) for each fact that is not met."""
    expected, derived = entry.get("expected") or {}, entry.get("derived") or {}
    read = Read(FOLDER / entry["file"], **({"names": f"folder_{expected['pattern']}"} if "pattern" in expected else {}))
    check = BY_FORMAT.get(entry["format"]) or next((CHECKS[name] for name in CHECKS if name in expected), None)
    if check is not None:
        return list(check(read, expected))
    known = {name: said for name, said in derived.items() if name not in expected}
    for name in ("first", "last"):
        if name in derived and derived[name] and expected.get(name):
            known[name] = {fact: said for fact, said in derived[name].items() if fact not in expected[name]}
    return [*check_documents(read, expected), *check_documents(read, known)]


@pytest.mark.parametrize("entry", SAID, ids=lambda entry: entry["file"])
def test_manifest__file_gives_what_it_says(shared, entry):
    unmet = {fact: (wanted, got) for fact, wanted, got in differences(entry)}
    otherwise = OTHERWISE.get(entry["file"], {})
    assert set(otherwise) <= set(unmet), "the manifest is no longer contradicted here; take it out of manifest_otherwise.json"
    left = {fact: unmet[fact] for fact in unmet if fact not in otherwise}
    if entry["file"] in KNOWN:
        assert left, "this is read now; take it out of known_failures.json"
    else:
        assert left == {}


def test_manifest__hardly_any_file_fails(shared, capsys):
    failing = sorted(entry["file"] for entry in SAID if entry["file"] in KNOWN)
    assert sorted(KNOWN) == failing
    assert all(len(reason) > 20 for reason in KNOWN.values())
    assert len(failing) <= MAX_FAILURES * len(SAID)
    with capsys.disabled():
        sys.stdout.write(f"{len(SAID) - len(failing)} of {len(SAID)} files give what the manifest says, {len(failing)} do not\n")


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry not in SAID], ids=lambda entry: entry["file"])
def test_manifest__file_of_which_it_says_nothing_is_read_or_refused_with_a_reason(shared, entry):
    read = Read(FOLDER / entry["file"])
    assert all(row["text"].strip() for row in read.rows)
    assert read.rows or len(read.error) > 40


def test_publishers_pages__most_bylines_are_those_of_their_own_parsers(shared, capsys):
    right = wrong = missing = 0
    for entry in SAID:
        if entry["format"] == "html_fundus":
            for row in Read(FOLDER / entry["file"]).rows:
                theirs = {squeezed(name).casefold() for name in version_of(entry["expected"], row).get("authors", [])}
                ours = set((row["author"] or "").casefold().split("; ")) - {""}
                right += bool(ours & theirs)
                missing += bool(theirs and not ours)
                wrong += bool(ours and theirs and not ours & theirs)
    with capsys.disabled():
        sys.stdout.write(f"bylines of pages: {right} right, {wrong} others, {missing} missing\n")
    assert right >= 95
    assert wrong <= 20
