"""Steps against what is left of web pages: tags, entities, scripts, addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit

_BLOCKS = (
    "address article aside block blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html iframe li main nav noscript ol option p pre section select "
    "summary table tbody tfoot thead title tr ul"
)
_INLINE = (
    "a abbr acronym audio b base bdi bdo big button canvas cite code col colgroup data del dfn em embed font i img "
    "input ins kbd label link mark meta nobr object param path picture q rp rt ruby s samp script small source span "
    "strike strong style sub sup svg template textarea time track tt u var video wbr"
)
_BLOCK = frozenset(_BLOCKS.split())
_CELLS = frozenset(("td", "th"))
_ALONE = frozenset(("br", "hr", "li", "p", "wbr", *_CELLS))  # tags that often stand without their end
_TAG_NAMES = "|".join(sorted({*_BLOCK, *_INLINE.split(), *_CELLS, "br"}, key=lambda name: (-len(name), name)))
_MARK = re.compile(
    rf"</?(?P<tag>{_TAG_NAMES})(?:(?=[\s/])[^<>]{{0,3000}}?)?>"
    rf"|&lt;/?(?P<escaped>{_TAG_NAMES})(?:(?=[\s/])[^<>]{{0,300}}?)?&gt;"
    r"|(?P<open><!--|<!\[CDATA\[|<!DOCTYPE\b|<\?xml\b)"
    r"|(?P<close>\]\]>|-->)"
    r"|&(?:amp;){0,3}(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});",
    re.IGNORECASE,
)
_ENDS = {"<!--": "-->", "<!doctype": ">", "<?xml": "?>"}
_ADDRESS = re.compile(
    f'(?:https?://|www[.][A-Za-z0-9-]{{1,63}}[.]|pic[.]twitter[.]com/)[^<>"“”«»{columns.BLANKS}]{{1,2000}}',
    re.IGNORECASE | re.ASCII,
)
_MAIL_END = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_MAIL_START = re.compile(r"[A-Za-z0-9._%+-]+")  # of the text read backwards
_CLOSERS = {"<": ">", "(": ")", "[": "]"}


def html_leftovers(text: str) -> Iterator[Edit]:
    """Edits that take out tags, comments and scripts, and write entities as characters: "AT&amp;T<br>" becomes "AT&T"."""
    if "<" not in text and "&" not in text and "]]>" not in text:
        return
    at = begin = 0
    broken = True  # whether a line ends just before: at the start it does
    gone: set[str] = set()  # ends that do not come any more, not to be looked for again
    paired: dict[str, bool] = {}
    while found := _MARK.search(text, at):
        start, stop = found.span()
        between = text[begin:start].strip(" \t")
        broken = between.endswith("\n") if between else broken
        name = (found["tag"] or found["escaped"] or "").lower()
        if name and not _is_tag(text, found, name, paired):
            at = stop
            continue
        if found["entity"] is not None:
            put = html.unescape(f"&{found['entity']};")
            if put.startswith("&") and put != "&":  # no entity that anybody knows
                at = stop
                continue
            broken = put == "\n"
        elif name in ("script", "style") or found["open"]:
            stop, put = _skipped(text, found, gone), ""
        elif name == "br" or name in _BLOCK:
            line = "\n" if name in ("br", "li", "tr", "option") else "\n\n"
            put = "" if broken or _ends_line(text, stop) else line
            broken = broken or put != ""
        else:
            put = " " if name in _CELLS and not broken else ""
        yield start, stop, put
        at = begin = stop


def _is_tag(text: str, found: re.Match[str], name: str, paired: dict[str, bool]) -> bool:
    """Whether it is a tag; "<U>" and "<S>" are shares on the stock exchange where no "</U>" stands in the text."""
    written = found.group()
    if name in _ALONE or written not in (f"<{found['tag']}>", f"&lt;{found['escaped']}&gt;"):
        return True
    if name in _BLOCK and not (found["tag"] or found["escaped"]).isupper():
        return True
    if name not in paired:
        paired[name] = re.search(f"(?:<|&lt;)/{name}\\b", text, re.IGNORECASE) is not None
    return paired[name]


def _skipped(text: str, found: re.Match[str], gone: set[str]) -> int:
    """Where a comment, script or style ends with all that is in it; only its tag where it never ends."""
    opened = (found["open"] or "").lower()
    if opened == "<![cdata[" or (found["tag"] is None and not opened) or found.group().startswith("</"):
        return found.end()
    end = _ENDS[opened] if opened else f"</{found['tag'].lower()}"
    for written in (end, end.upper()):
        place = -1 if written in gone else text.find(written, found.end())
        if place >= 0:
            close = text.find(">", place)
            return close + 1 if close >= 0 else found.end()
        gone.add(written)
    return found.end()


def _ends_line(text: str, stop: int) -> bool:
    """Whether the line ends here anyway."""
    rest = text[stop : stop + 40].lstrip(" \t")
    return rest[:1] == "\n" or (not rest and stop + 40 >= len(text))


def web_addresses(text: str) -> list[Edit]:
    """Edits that take out addresses of web pages and e-mail, with the bracket around them and the blank before."""
    spans = [(found.start(), _address_end(text, *found.span())) for found in _ADDRESS.finditer(text)]
    spans += _mail(text)
    edits: list[Edit] = []
    for start, stop in sorted(spans):
        first = start
        if text[start - 1 : start] in _CLOSERS and text[stop : stop + 1] == _CLOSERS.get(text[start - 1]):
            first, stop = start - 1, stop + 1
        if first and text[first - 1] in " \t" and text[stop : stop + 1] in ("", " ", ".", ",", "\n"):
            first -= 1
        if not edits or first >= edits[-1][1]:
            edits.append((first, stop, ""))
    return edits


def _address_end(text: str, start: int, stop: int) -> int:
    """Where an address ends: full stops and brackets behind it are the sentence's, unless the bracket was opened in it."""
    while stop > start and text[stop - 1] in ".,;:!?'’)]}":
        if text[stop - 1] == ")" and text.count("(", start, stop) >= text.count(")", start, stop):
            break
        stop -= 1
    return stop


def _mail(text: str) -> list[tuple[int, int]]:
    spans = []
    at = text.find("@")
    while at >= 0:
        after = _MAIL_END.match(text, at + 1)
        before = _MAIL_START.match(text[max(at - 64, 0) : at][::-1])
        if after is not None and before is not None:
            spans.append((at - before.end(), after.end()))
        at = text.find("@", at + 1)
    return spans
