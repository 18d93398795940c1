"""The readers, one file a format, and the choice among them by what a file holds."""

from __future__ import annotations

import dataclasses

from newsstudy.corpus.readers._office import OLE
from newsstudy.corpus.readers._protocol import Broken, Piece, Reader, Source
from newsstudy.corpus.readers.ap_json import ApJson
from newsstudy.corpus.readers.apa_defacto import ApaDefacto
from newsstudy.corpus.readers.arrow import ArrowTable
from newsstudy.corpus.readers.csv import Csv
from newsstudy.corpus.readers.docx import Docx
from newsstudy.corpus.readers.europresse_html import EuropresseHtml
from newsstudy.corpus.readers.factiva_html import FactivaHtml
from newsstudy.corpus.readers.factiva_rtf import FactivaRtf
from newsstudy.corpus.readers.factiva_xml import FactivaXml
from newsstudy.corpus.readers.feeds import Feed
from newsstudy.corpus.readers.gdelt import Gdelt
from newsstudy.corpus.readers.html import Html
from newsstudy.corpus.readers.integrum import Integrum
from newsstudy.corpus.readers.json import Json
from newsstudy.corpus.readers.json_feed import JsonFeed
from newsstudy.corpus.readers.jsonl import JsonLines
from newsstudy.corpus.readers.kikuzo import Kikuzo
from newsstudy.corpus.readers.markdown import Markdown
from newsstudy.corpus.readers.mediacloud import MediaCloud
from newsstudy.corpus.readers.newsml_1 import Newsml1
from newsstudy.corpus.readers.newsml_g2 import NewsmlG2
from newsstudy.corpus.readers.nexis_docx import NexisDocx
from newsstudy.corpus.readers.nexis_html import NexisHtml
from newsstudy.corpus.readers.nexis_pdf import NexisPdf
from newsstudy.corpus.readers.nexis_rtf import NexisRtf
from newsstudy.corpus.readers.nexis_txt import NexisText
from newsstudy.corpus.readers.ninjs import Ninjs
from newsstudy.corpus.readers.nitf import Nitf
from newsstudy.corpus.readers.odt import Odt
from newsstudy.corpus.readers.parquet import Parquet
from newsstudy.corpus.readers.pdf import Pdf
from newsstudy.corpus.readers.plain_text import MARKED_UP, PlainText
from newsstudy.corpus.readers.proquest_eml import ProQuestEml, ProQuestHtml
from newsstudy.corpus.readers.proquest_txt import ProQuestTxt
from newsstudy.corpus.readers.proquest_xml import ProQuestHnpXml, ProQuestTdmXml
from newsstudy.corpus.readers.rcv1 import Rcv1
from newsstudy.corpus.readers.reuters21578 import Reuters21578
from newsstudy.corpus.readers.rtf import RtfDocument
from newsstudy.corpus.readers.trec import Trec
from newsstudy.corpus.readers.warc import Warc
from newsstudy.corpus.readers.wire import Wire
from newsstudy.corpus.readers.wordpress import Wordpress
from newsstudy.corpus.readers.xlsx import Xlsx
from newsstudy.corpus.readers.yomidas import Yomidas
from newsstudy.errors import InputError, ReadError

READERS: tuple[Reader, ...] = (
    ApaDefacto(),
    ApJson(),
    ArrowTable(),
    Csv(),
    Docx(),
    EuropresseHtml(),
    FactivaHtml(),
    FactivaRtf(),
    FactivaXml(),
    Feed(),
    Gdelt(),
    Html(),
    Integrum(),
    Json(),
    JsonFeed(),
    JsonLines(),
    Kikuzo(),
    Markdown(),
    MediaCloud(),
    Newsml1(),
    NewsmlG2(),
    NexisDocx(),
    NexisHtml(),
    NexisPdf(),
    NexisRtf(),
    NexisText(),
    Ninjs(),
    Nitf(),
    Odt(),
    Parquet(),
    Pdf(),
    PlainText(),
    ProQuestEml(),
    ProQuestHnpXml(),
    ProQuestHtml(),
    ProQuestTdmXml(),
    ProQuestTxt(),
    Rcv1(),
    Reuters21578(),
    RtfDocument(),
    Trec(),
    Warc(),
    Wire(),
    Wordpress(),
    Xlsx(),
    Yomidas(),
)

# What must be somewhere in the first 64 KB for a reader to be asked at all: most files of text hold neither tags nor braces.
_NEEDED = {
    **dict.fromkeys(
        (
            *("europresse_html", "factiva_html", "factiva_xml", "feed", "html", "kikuzo", "newsml_1", "newsml_g2", "nexis_html"),
            *("nitf", "proquest_hnp_xml", "proquest_html", "proquest_tdm_xml", "rcv1", "reuters21578", "trec", "wordpress"),
            *("yomidas",),
        ),
        b"<",
    ),
    **dict.fromkeys(("ap_json", "json_feed", "ninjs"), b"{"),
}

__all__ = ["READERS", "Broken", "Piece", "Reader", "Source", "choose", "named"]


def named(name: str) -> Reader:
    """The reader of this name."""
    for reader in READERS:
        if reader.name == name:
            return reader
    raise InputError(f"format {name!r} is not known; the formats are: {', '.join(reader.name for reader in READERS)}")


def choose(source: Source) -> Reader:
    """The reader that is surest of this source; a tie, or nobody at all, is an error that says what to do."""
    if source.size == 0:
        raise ReadError("an empty file; remove it, or fetch it again")
    head = source.head()
    absent = {mark for mark in (b"<", b"{") if mark not in head}
    scores = [(reader.sniff(source), reader) for reader in READERS if _NEEDED.get(reader.name) not in absent]
    best = max((score for score, _ in scores), default=0)
    if best == 0:
        raise ReadError(_nobody(source))
    winners = [reader for score, reader in scores if score == best]
    if len(winners) > 1 and source.suffix:  # one may know it by its name alone, and what it holds is the better witness
        unnamed = dataclasses.replace(source, name="", notes={}, _suffix="")
        sure = [(reader.sniff(unnamed), reader) for reader in winners]
        most = max(score for score, _ in sure)
        winners = [reader for score, reader in sure if score == most]
    if len(winners) > 1:
        names = " or ".join(reader.name for reader in winners)
        raise ReadError(f"it could be {names}; say which: ns.read_corpus(path, format={winners[0].name!r})")
    return winners[0]


def _nobody(source: Source) -> str:
    head = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    for mark in MARKED_UP:
        if head.startswith(mark):
            return (
                f"it begins with {mark.decode()!r}: no reader for mark-up of this kind in this version; export it as plain text"
            )
    if head.startswith(b"<"):
        return "it begins with '<': no reader for mark-up of this kind in this version; export it as plain text"
    if head.startswith(OLE):
        return "a document of an office program of before 2007 (.doc, .ppt); open it there or in LibreOffice and save it as DOCX"
    return f"no reader knows this format ({source.suffix or 'no suffix'}); convert it to text, CSV, JSON Lines or Parquet"
