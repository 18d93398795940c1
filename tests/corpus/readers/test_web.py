"""Web pages, feeds, web archives and lists without text give what the manifest beside others' samples says, in bounded time."""

import collections
import contextlib
import gzip
import io
import json
import logging
import pathlib
import re
import subprocess
import sys
import time

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import Source, _http_body, _json_ld, _page_text, choose, gdelt, named
from newsstudy.corpus.readers.html import article_of
from newsstudy.errors import ReadError

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parents[1] / "cases" / "readers"
KNOWN = json.loads((HERE / "known_failures.json").read_text("utf-8"))
WORD = re.compile(r"\w+")
PARAGRAPH = "<p>The council of the small town voted on Monday to rebuild the old harbour wall, which a storm had damaged.</p>"


@pytest.fixture(autouse=True)
def quiet():
    """trafilatura logs every page that it gives up."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def listed(*formats):
    folder = pathlib.Path(__file__).resolve().parents[4] / "shared" / "formats"
    if not folder.is_dir():
        return []
    return [one for one in json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"] if one["format"] in formats]


def page(head="", body=PARAGRAPH * 3):
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def card(**members):
    return page(f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **members})}</script>')


# Pages


def shingles(text):
    words = WORD.findall(text or "")
    return collections.Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3) if words else 0))


def f1(pairs):
    """F1 of the means of precision and recall over pages, as the benchmark of article extraction counts it."""
    precision, recall = [], []
    for truth, found in pairs:
        wanted, got = shingles(truth), shingles(found)
        hits = (wanted & got).total()
        if got:
            precision.append(hits / got.total())
        recall.append(hits / wanted.total() if wanted else 1)
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    return 2 * p * r / (p + r) if p + r else 0


@pytest.fixture(scope="module")
def pages(shared, tmp_path_factory):
    """All packed sample pages, read in one corpus: file in the manifest -> (entry, document or None, page)."""
    logging.disable(logging.CRITICAL)
    folder = tmp_path_factory.mktemp("pages")
    entries = {one["file"]: one for one in listed("html_fundus", "html_article_benchmark")}
    written = {}
    for file in entries:
        written[file] = gzip.decompress((shared / "formats" / file).read_bytes())
        (folder / file.replace("/", "__").removesuffix(".gz")).write_bytes(written[file])
    corpus = ns.read_corpus(folder)
    corpus.ledger.check()
    made = {one["file"]: one for one in corpus.table.to_pylist()}
    return {
        file: (entry, made.get(file.replace("/", "__").removesuffix(".gz")), written[file].decode("utf-8"))
        for file, entry in entries.items()
    }


def truth_of(shared, entry):
    versions = list(json.loads((shared / "formats" / entry["expected"]["per_article_json"]).read_text("utf-8")).values())
    for version in versions:
        body = version["body"]
        sections = [one for part in body["sections"] for one in (*part["headline"], *part["paragraphs"])]
        parts = [*body.get("summary", []), *sections]
        version["text"] = "\n\n".join(parts)
    return versions


def test_labelled_pages__bodies_are_no_worse_than_trafilaturas_own(shared, pages):
    import trafilatura

    folder = shared / "formats/html_article_benchmark/article-extraction-benchmark"
    truths = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    chosen = []
    for entry, document, text in pages.values():
        if entry["format"] == "html_article_benchmark":
            found = trafilatura.extract(text, include_comments=False)
            chosen.append((truths[entry["expected"]["key"]]["articleBody"], document["text"], found))
    assert len(chosen) == 90
    own, theirs = f1([one[:2] for one in chosen]), f1([(one[0], one[2]) for one in chosen])
    assert own >= theirs
    assert own > 0.956


def test_publishers_pages__bodies_are_no_worse_than_trafilaturas_own(shared, pages):
    import trafilatura

    own, theirs = [], []
    for entry, document, text in pages.values():
        if entry["format"] != "html_fundus":
            continue
        found = trafilatura.extract(text, include_comments=False) or ""
        truth = max((one["text"] for one in truth_of(shared, entry)), key=lambda one: f1([(one, found)]) if found else 0)
        own.append((truth, document["text"] if document else ""))
        theirs.append((truth, found))
    assert len(own) == 129
    assert f1(own) >= f1(theirs)


def test_publishers_pages__dates_are_right_or_missing(shared, pages):
    right, missing, wrong = 0, [], []
    for file, (entry, document, _) in pages.items():
        if entry["format"] != "html_fundus":
            continue
        days = {one["publishing_date"][:10] for one in truth_of(shared, entry)}
        if document is None or document["date"] is None:
            missing.append(file)
        elif document["date"][:10] in days:
            right += 1
        else:
            wrong.append((file, document["date"], days))
    assert wrong == []
    assert right >= 124


def test_publishers_pages__titles_and_authors_are_mostly_those_of_the_truth(shared, pages):
    titles = authors = 0
    for entry, document, _ in pages.values():
        if entry["format"] == "html_fundus" and document is not None:
            truths = truth_of(shared, entry)
            titles += any(" ".join(one["title"].split()) == document["title"] for one in truths)
            authors += any(set(one.get("authors", [])) == set((document["author"] or "").split("; ")) - {""} for one in truths)
    assert titles >= 104
    assert authors >= 102


def test_pages__without_text_are_the_known_failures(pages):
    without = {file for file, (_, document, _) in pages.items() if document is None}
    assert without == {file for file, reason in KNOWN.items() if file in pages and "no text" in reason}


@pytest.mark.parametrize("entry", listed("html_jsonld", "empty_files"), ids=lambda one: one["file"])
def test_html_samples__are_read_and_their_cards_are_those_of_extruct(shared, entry):
    file = shared / "formats" / entry["file"]
    if file.suffix != ".html":
        pytest.skip("no page")
    card = entry["expected"].get("extruct_output", "")
    if card.endswith(".jsonld"):
        found = _json_ld.values_of(_page_text.root_of(file.read_text("utf-8")))
        flat = [one for value in found for one in (value if isinstance(value, list) else [value]) if one]
        assert flat == [one for one in json.loads((file.parents[3] / card).read_text("utf-8")) if one]
    if entry["file"] in KNOWN:
        with pytest.raises(ReadError, match="no text in it"):
            ns.read_corpus(file)
    else:
        assert ns.read_corpus(file).table["reader"].to_pylist() == ["html/1"]


def test_short_pages__keep_their_paragraphs(shared):
    corpus = ns.read_corpus(shared / "formats/empty_files/readtext/html/html5.html")
    assert corpus.table["text"].to_pylist() == ["The quick brown fox\n\njumps over the lazy dog"]


def test_page__depends_neither_on_order_nor_on_hash_seeds_nor_on_the_day():
    code = (
        "import logging, sys, pathlib; logging.disable(50)\n"
        "from newsstudy.corpus.readers.html import article_of\n"
        "files = sorted(pathlib.Path(sys.argv[1]).glob('*.html'), reverse=sys.argv[2] == 'back')\n"
        "made = {}\n"
        "for file in files:\n"
        "    try: made[file.name] = article_of(file.read_bytes().decode('utf-8', 'replace'))\n"
        "    except ValueError as error: made[file.name] = str(error)\n"
        "print(ascii(sorted((name, sorted(one.items()) if isinstance(one, dict) else one) for name, one in made.items())))\n"
    )
    printed = set()
    for order, seed in (("forth", "0"), ("back", "1")):
        command = [sys.executable, "-c", code, str(CASES / "html"), order]
        done = subprocess.run(
            command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        )
        printed.add(done.stdout)
    assert len(printed) == 1


def test_page__asks_no_clock(monkeypatch):
    import htmldate.core
    import htmldate.validators

    def no_clock(*args, **kwargs):
        raise AssertionError("a page's date was looked for with the clock at hand")

    monkeypatch.setattr(htmldate.core, "find_date", no_clock)
    monkeypatch.setattr(htmldate.validators, "get_max_date", no_clock)
    document = article_of(page())
    assert "date" not in document


def test_date__is_the_published_one_and_the_modified_one_is_kept():
    document = article_of(card(datePublished="2024-01-14", dateModified="2024-01-16"))
    assert (document["date"], document["date_modified"]) == ("2024-01-14", "2024-01-16")


def test_date__that_cannot_be_read_gives_way_to_one_that_can_and_stays_as_written_otherwise():
    tag = '<meta property="article:published_time" content="2024-01-14">'
    assert article_of(card(datePublished="03/04/2024").replace("<head>", f"<head>{tag}"))["date"] == "2024-01-14"
    assert article_of(card(datePublished="03/04/2024"))["date"] == "03/04/2024"
    assert "date" not in article_of(card(datePublished="1970-01-01T00:00:00Z"))


def test_time_element__of_something_else_is_no_date():
    assert "date" not in article_of(
        page(body=f'<time itemprop="priceValidUntil" datetime="2024-01-14">soon</time>{PARAGRAPH * 3}')
    )


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Ann Lee", "Ann Lee"),
        ("By Ann Lee", "Ann Lee"),
        (["Ann Lee", {"@type": "Person", "name": "Bo Ek"}], "Ann Lee; Bo Ek"),
        ({"name": ["Ann Lee", "Bo Ek"]}, "Ann Lee; Bo Ek"),
        ({"@type": "Person", "givenName": "Ann", "familyName": "Lee"}, "Ann Lee"),
        ("Ann Lee, Bo Ek and Cy Ray", "Ann Lee; Bo Ek; Cy Ray"),
        ("https://post.example/authors/ann-lee", None),
        ("ann@post.example", None),
        (None, None),
        (7, None),
        ({"@type": "Organization", "name": "North Wire and Sons"}, "North Wire and Sons"),
    ],
)
def test_author__is_read_in_all_forms(author, expected):
    assert article_of(card(author=author)).get("author") == expected


def test_card__of_no_article_or_of_another_shape_is_passed_over():
    for value in (
        None,
        3,
        "text",
        [],
        [[]],
        {"@graph": 3},
        {"@type": 7, "headline": "x"},
        {"@type": "NewsArticle", "headline": {"a": []}},
    ):
        document = article_of(page(f'<script type="application/ld+json">{json.dumps(value)}</script>'))
        assert "headline" not in document
        assert document["text"].startswith("The council")


def test_title__loses_the_sites_name_and_keeps_dashes_of_its_own():
    named_site = '<meta property="og:site_name" content="The Example"><title>Snow – 3 dead - The Example</title>'
    assert article_of(page(named_site))["title"] == "Snow – 3 dead"


HOSTILE = {
    "nested": "<div>" * 100_000 + PARAGRAPH,
    "deep_again_and_again": ("<div>" * 200 + PARAGRAPH + "</div>" * 200) * 100,
    "spans": ("<span>" * 200 + "text " + "</span>" * 200) * 200,
    "many": "<p>x</p>" * 100_000,
    "refresh": '<meta http-equiv="refresh" content="0;url=x">' * 50_000 + PARAGRAPH,
    "attribute": f'<p title="{"x" * 19_000_000}">{PARAGRAPH}',
    "brackets": f'<script type="application/ld+json">{"[" * 1_000_000}</script>{PARAGRAPH}',
    "escapes": '<script type="application/ld+json">{"a":"' + '\\"' * 500_000 + f"</script>{PARAGRAPH}",
    "comments_in_card": f'<script type="application/ld+json">{"/*" * 500_000}</script>{PARAGRAPH}',
    "tags_in_card": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
    + "<b " * 100_000
    + f'"}}</script>{PARAGRAPH}',
    "angles": "<" * 2_000_000 + PARAGRAPH,
    "open_comments": "<!--" * 200_000 + PARAGRAPH,
    "titles": f"<title>{'a | ' * 200_000}</title>{PARAGRAPH}",
    "times": "<time>2020</time>" * 20_000 + PARAGRAPH,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page__takes_bounded_time(name):
    source = Source.of_bytes(f"<html><body>{HOSTILE[name]}</body></html>".encode(), "a.html")
    reader = named("html")
    begun = time.process_time()
    try:
        text = next(reader.parse(piece)["text"] for piece in reader.split(source))
    except ReadError:
        text = ""
    assert time.process_time() - begun < 30
    assert text or name in ("nested", "attribute", "open_comments")


def test_page__of_fifty_megabytes_is_refused_by_name():
    with pytest.raises(ReadError, match="more than 20,000,000 bytes"):
        list(named("html").split(Source.of_bytes(b"<html>" + b"x" * 50_000_000, "a.html")))


@pytest.mark.parametrize("suffix", [".html", ".txt", ""])
def test_page__is_known_by_what_it_holds(suffix):
    assert choose(Source.of_bytes(page().encode(), f"a{suffix}")).name == "html"


# Feeds


@pytest.mark.parametrize("entry", listed("feeds"), ids=lambda one: one["file"])
def test_feed_samples__give_what_the_manifest_says(shared, entry):
    if entry["file"].endswith(".py"):
        pytest.skip("the expectation of another sample")
    expected = entry["expected"].get("feedparser_expect", "")
    if entry["file"].endswith("10.json"):
        with pytest.raises(ReadError, match="it holds no document"):
            ns.read_corpus(shared / "formats" / entry["file"])
        return
    documents = ns.read_corpus(shared / "formats" / entry["file"]).table.to_pylist()
    wanted = re.findall(r"entries\[(\d)\]\['(\w+)'\](?:\[0\]\['(\w+)'\])? == (?=('[^']*'|entries|\())", expected)
    for number, name, within, value in wanted:
        document = documents[int(number)]
        plain = re.sub(r"<[^>]+>", "", value.strip("'")).replace("&lt;", "<").replace("&gt;", ">")
        ours = {"title": "title", "author": "author", "link": "url", "id": "vendor_id", "summary": "text"}.get(name)
        if ours:
            assert document[ours] == (plain if value != "entries" else "http://www.example.com/alternate")
        elif name == "content" and within == "value":
            assert document["text"] == plain
        elif name == "description":
            assert document["summary"] == plain
        elif name in ("published", "updated"):
            assert document["date_raw"] == plain
            assert document["date"] is not None
        elif name in ("published_parsed", "updated_parsed"):
            moment = [int(one) for one in re.search(r"\(([0-9, ]+)\)", expected)[1].split(", ")][:6]
            assert [int(one) for one in re.findall(r"\d+", document["date"])[:6]] == moment
        else:
            assert (name, within) in (("content", "type"), ("content", "src"))


def test_feeds_of_another_reader__give_its_titles_dates_and_links(shared):
    folder = shared / "formats/feeds/reader/data"
    first, second = ns.read_corpus(folder / "full.json").table.to_pylist()
    assert (first["title"], first["date"], first["url"]) == (
        "Title",
        "2020-01-02T14:00:00-07:00",
        "https://example.org/second-item",
    )
    assert (first["author"], first["language"], first["text"]) == ("joe@example.com", "de", "Content with link")
    assert (second["author"], second["text"]) == ("Jane", "Hello, world!")
    rss = ns.read_corpus(folder / "full.rss").table.to_pylist()
    assert (rss[0]["date"], rss[0]["text"], rss[0]["summary"][:12]) == (
        "2009-09-06T16:20:00+00:00",
        "Example content",
        "Here is some",
    )
    assert [one["full_text"] for one in rss] == [True, False, False, False, False]
    atom = ns.read_corpus(folder / "full.atom").table.to_pylist()
    assert (atom[0]["date"], atom[0]["date_modified"], atom[0]["source"]) == (
        "2003-12-13T09:17:51-08:00", "2003-12-13T18:30:02Z", "Source Title")  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "<rss><channel>" + "<item>" * 20_000,
        "<rss><channel><item><title>" + "<" * 200_000,
        "<rss><channel><item><description>" + "<b " * 30_000,
        "<rss><channel>" + "<![CDATA[" * 50_000,
        '<rss><item><a href="' * 20_000,
        "<rss>" + "<!--" * 50_000,
    ],
)
def test_hostile_feed__takes_bounded_time(content):
    begun = time.process_time()
    reader = named("feed")
    for piece in reader.split(Source.of_bytes(content.encode(), "a.rss")):
        with contextlib.suppress(ReadError):
            reader.parse(piece)
    assert time.process_time() - begun < 20


def test_json_feed__nested_without_end_is_refused():
    content = b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000
    with pytest.raises(ReadError, match="nested deeper"):
        list(named("json_feed").split(Source.of_bytes(content, "a.json")))


# Web archives


@pytest.mark.parametrize("entry", listed("warc"), ids=lambda one: one["file"])
def test_archive_samples__give_what_the_manifest_says(shared, entry):
    path = shared / "formats" / entry["file"]
    source = Source.of_file(path, path.name)
    reader = choose(source)
    assert reader.name == "warc"
    captures = []
    if path.name in ("bad.arc", "post-test.warc.gz"):
        with pytest.raises(ReadError, match="no web page of status 200"):
            list(reader.split(source))
    else:
        captures = [piece.content for piece in reader.split(source)]
    numbers = re.findall(r"(\d+) (?:records|responses|pages)", source.notes["records"])
    n_records, n_responses, n_pages = (int(one) for one in numbers[:3])
    expected = entry["expected"]
    assert n_records >= expected.get("n_records_before_error", 0)
    assert (n_records, n_responses) == (expected.get("n_records", n_records), expected.get("n_response", n_responses))
    assert n_pages == len(captures)
    first = expected.get("first_response", {})
    if (first.get("ctype") or "").startswith("text/html"):
        assert captures[0].url == first["uri"]
        assert captures[0].crawled == first["date"]
        body, _ = _http_body.decoded(captures[0].body, captures[0].encodings, 10**8)
        assert body.decode("utf-8", "replace").replace("\r\n", "\n")[:50] == first["first_bytes"].replace("\r\n", "\n")[:50]


def test_archive__packed_in_any_way_gives_the_same_documents(shared, tmp_path):
    folder = shared / "formats/warc/chatnoir-resiliparse"
    digests = {ns.read_corpus(folder / name).digest for name in ("warcfile.warc", "warcfile.warc.lz4")}
    content = (folder / "warcfile.warc").read_bytes()
    (tmp_path / "all.warc.gz").write_bytes(gzip.compress(content))
    from fastwarc.stream_io import ZstdWriter

    packed = io.BytesIO()
    writer = ZstdWriter(packed)
    writer.write(content)
    writer.finish()
    (tmp_path / "all.warc.zst").write_bytes(packed.getvalue())
    digests |= {ns.read_corpus(tmp_path / name).digest for name in ("all.warc.gz", "all.warc.zst")}
    assert len(digests) == 1


def test_archive__damaged_anywhere_keeps_what_stands_before_and_behind():
    whole = (CASES / "warc" / "each_packed.warc.gz").read_bytes()
    reader = named("warc")
    for place in range(37, len(whole), 37):
        content = bytearray(whole)
        content[place : place + 4] = b"\xff\xff\xff\xff"
        source = Source.of_bytes(bytes(content), "a.warc.gz")
        kept = 0
        try:
            for piece in reader.split(source):
                try:
                    kept += bool(reader.parse(piece)["text"])
                except ReadError:
                    continue
        except ReadError:
            continue
        assert kept >= 1


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_archive__in_a_zip_is_read_too(tmp_path, suffix):
    import zipfile

    name = "plain.warc" if not suffix else "each_packed.warc.gz"
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(CASES / "warc" / name, name)
    assert ns.read_corpus(tmp_path / "all.zip").table["url"].to_pylist() == ["https://post.example/a", "https://post.example/b"]


def test_body__that_unpacks_without_end_is_refused():
    with pytest.raises(ReadError, match="unpacks to more than 1,000 bytes"):
        _http_body.decoded(gzip.compress(b"x" * 100_000), ("gzip",), 1000)


def test_body__is_unpacked_in_all_ways_of_the_web():
    import zlib

    for content, names in (
        (gzip.compress(b"<p>Snow</p>"), ("gzip",)),
        (zlib.compress(b"<p>Snow</p>"), ("deflate",)),
        (zlib.compress(b"<p>Snow</p>")[2:-4], ("deflate",)),
        (b"\x0b\x05\x80<p>Snow</p>\x03", ("br",)),
        (b"<p>Snow</p>", ("br",)),
        (b"<p>Snow</p>", ("gzip", "chunked")),
    ):
        assert _http_body.decoded(content, names, 1000) == (b"<p>Snow</p>", "")


# Lists without text


def test_stories_of_media_cloud__have_titles_and_say_that_there_is_no_text(shared):
    first, second = ns.read_corpus(shared / "formats/synthetic/mediacloud_stories.csv").table.to_pylist()
    assert (first["title"], first["text"], first["date"]) == (*["Council backs harbour plan, 9-4"] * 2, "2024-01-14")
    assert (second["title"], second["date"], second["full_text"]) == ("Hafen: Rat stimmt zu", None, False)


def test_columns_of_gdelt__are_those_of_its_codebooks(shared):
    import csv

    for file, names in (("gkg2.csv", gdelt.GKG_2), ("events2.csv", gdelt.EVENTS_2)):
        path = shared / "formats/gdelt/gdeltPyR" / file
        with path.open(encoding="utf-8", newline="") as stream:
            assert [row[0] for row in csv.reader(stream)][1:] == list(names)
        with pytest.raises(ReadError, match=f"own list of the {len(names)} columns"):
            ns.read_corpus(path)
    assert (len(gdelt.EVENTS_1), len(gdelt.EVENTS_2), len(gdelt.GKG_2), len(gdelt.MENTIONS)) == (58, 61, 27, 16)


def test_page__that_is_given_up_prints_nothing(capfd):
    logging.disable(logging.NOTSET)
    with pytest.raises(ReadError, match="no text in it"):
        article_of("<html><head><title>Gone</title></head><body><script>load()</script></body></html>")
    assert capfd.readouterr().err == ""


def test_extra__that_is_missing_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura.utils", None)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ReadError, match=r'trafilatura.* is needed .*pip install "newsstudy\[readers\]"'):
        article_of(page())
    monkeypatch.undo()
    assert article_of(page())["text"]
