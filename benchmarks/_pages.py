"""The files that bench_loading reads: made-up news around public speeches, in the formats of the field, the same each time."""

import csv
import html
import io
import json
import pathlib
import zipfile

from _texts import SPEECHES

NAVIGATION = "".join(f'<li class="nav-item"><a href="/section/{n}">Section number {n} of the paper</a></li>' for n in range(120))
RELATED = "".join(
    f'<div class="card"><a href="/story/{n}"><img src="/{n}.jpg" alt=""/>Another story {n}</a></div>' for n in range(60)
)
SCRIPT = "var settings = {};\n" + "".join(f"settings[{n}] = function () {{ return {n} * 2; }};\n" for n in range(300))
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<script type="application/ld+json">{card}</script><script>{script}</script></head>
<body><header><nav><ul>{navigation}</ul></nav></header><main><article><h1>{title}</h1>{body}</article>
<aside>{related}</aside></main><footer><p>Terms of use. Contact the desk.</p></footer></body></html>"""
NITF = """<?xml version="1.0" encoding="UTF-8"?><nitf><head><title>{title}</title><docdata>
<doc-id id-string="{number}"/></docdata><pubdata date.publication="20190304T000000" name="The Example Times"/></head>
<body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>
<body.content><block class="full_text">{body}</block></body.content></body></nitf>"""
WORD = '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def paragraphs():
    """Paragraphs of the State of the Union addresses of the tests."""
    rows = [json.loads(line) for line in SPEECHES.read_text("utf-8").splitlines()]
    return [line.strip() for row in rows for line in row["text"].split("\n") if len(line.strip()) > 80]


class Stories:
    """Story after story of about so many characters; each differs from the others."""

    def __init__(self, size):
        self.size, self.paragraphs, self.place, self.number = size, paragraphs(), 0, 0

    def __call__(self):
        held, length = [], 0
        while length < self.size:
            held.append(self.paragraphs[self.place % len(self.paragraphs)])
            length += len(held[-1])
            self.place += 7
        self.number += 1
        return self.number, f"Story number {self.number}", [f"Story {self.number}.", *held]


def tags(lines, name="p"):
    return "".join(f"<{name}>{html.escape(line)}</{name}>" for line in lines)


def page(story):
    _, title, lines = story
    card = {"@type": "NewsArticle", "headline": title, "datePublished": "2019-03-04T10:00:00Z", "author": {"name": "Ann Example"}}
    filled = {"title": title, "card": json.dumps(card), "script": SCRIPT, "navigation": NAVIGATION, "related": RELATED}
    return PAGE.format(body=tags(lines), **filled)


def write_pages(folder, n):
    stories = Stories(4000)
    for number in range(n):
        (folder / f"{number:05d}.html").write_text(page(stories()), "utf-8")


def write_warc(folder, n):
    stories = Stories(4000)
    with (folder / "crawl.warc").open("wb") as file:
        for number in range(n):
            body = page(stories()).encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/{number}\r\n"
                f"WARC-Date: 2019-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(head.encode() + http + b"\r\n\r\n")


def write_nitf(folder, n):
    stories = Stories(4000)
    for number in range(n):
        _, title, lines = stories()
        (folder / f"{number:05d}.xml").write_text(NITF.format(title=title, number=number, body=tags(lines)), "utf-8")


def write_word(folder, n):
    """Deliveries of fifty articles each, as Nexis Uni writes them, as far as a reader looks at them."""
    stories = Stories(4000)
    for number in range(n):
        lines = []
        for _ in range(50):
            _, title, body = stories()
            n_words = len(" ".join(body).split())
            lines += [title, "The Example Times", "March 4, 2019 Monday", "Copyright 2019 The Example Times All Rights Reserved"]
            lines += [f"Length: {n_words} words", "Byline: Ann Example", "Body", *body, "End of Document"]
        document = WORD + "<w:body>" + "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
        with zipfile.ZipFile(folder / f"{number:03d}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", document + "</w:body></w:document>")


def rows(megabytes, size=3000):
    stories, written = Stories(size), 0
    while written < megabytes * 1_000_000:
        number, title, lines = stories()
        text = "\n".join(lines)
        written += len(text)
        yield {"id": f"n{number}", "title": title, "date": f"2019-03-{1 + number % 28:02d}", "source": "Example", "text": text}


def write_csv(folder, megabytes):
    stream = io.StringIO(newline="")
    listed = list(rows(megabytes))
    writer = csv.DictWriter(stream, list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    (folder / "table.csv").write_text(stream.getvalue(), "utf-8", newline="")


def write_jsonl(folder, megabytes):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(megabytes))
    (folder / "table.jsonl").write_text(text, "utf-8")


def write_parquet(folder, megabytes):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(list(rows(megabytes))), folder / "table.parquet")


def write_texts(folder, megabytes):
    for row in rows(megabytes, size=120_000):
        (folder / f"{row['id']}.txt").write_text(row["text"], "utf-8")


def write_small_texts(folder, n):
    stories = Stories(1000)
    for number in range(n):
        place = folder / f"{number // 1000:03d}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06d}.txt").write_text("\n".join(stories()[2]), "utf-8")


def size_of(folder):
    """Bytes and number of all files."""
    sizes = [path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)
