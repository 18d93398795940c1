"""Steps against what is left of web pages: tags, entities, scripts, addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit

_BLOCKS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe li main nav noscript ol option p pre section select summary table tbody tfoot thead title tr ul"
)
_INLINE = (
    "a abbr acronym audio b base bdi bdo big button canvas cite code col colgroup data del dfn em embed font i img input ins kbd label "
    "link mark meta nobr object param picture q rp rt ruby s samp script small source span strike strong style sub sup svg path svg "
    "template textarea time track tt u var video wbr block hl2 org person location"
)
_BLOCK = frozenset(_BLOCKS.split())
_CELLS = frozenset(("td", "th"))
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
_UP_TO_BLANK = f'[^<>"“”«»{columns.BLANKS}]'
_ADDRESS = re.compile(
    rf"(?:[ \t]?[<(\[])?(?:\bhttps?://{_UP_TO_BLANK}{{1,2000}}|\bwww\.[A-Za-z0-9-]{{1,63}}\.{_UP_TO_BLANK}{{2,2000}}"
    r"|(?<![\w.+%-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}|\bpic\.twitter\.com/\w{1,40})",
    re.IGNORECASE | re.ASCII,
)


def html_leftovers(text: str) -> Iterator[Edit]:
    """Edits that take out tags, comments and scripts, and write entities as characters: "AT&amp;T<br>" becomes "AT&T"."""
    if "<" not in text and "&" not in text and "]]>" not in text:
        return
    at = begin = 0
    broken = True  # whether a line ends just before: at the start it does
    gone: set[str] = set()  # ends that do not come any more, not to be looked for again
    while found := _MARK.search(text, at):
        start, stop = found.span()
        between = text[begin:start].strip(" \t")
        broken = between.endswith("\n") if between else broken
        name = (found["tag"] or found["escaped"] or "").lower()
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
    """Edits that take out addresses of web pages and e-mail, with the bracket around them."""
    if "@" not in text and "://" not in text and "www." not in text.lower() and "pic.twitter" not in text:
        return []
    edits = []
    for found in _ADDRESS.finditer(text):
        start = found.start()
        address = found.group().lstrip(" \t<([")
        kept = address.rstrip(".,;:!?'’)]}" + columns.BLANKS)
        if kept.count("(") > kept.count(")") and address[len(kept) : len(kept) + 1] == ")":
            kept += ")"
        head = len(found.group()) - len(address)
        stop = start + head + len(kept)
        opener = found.group()[:head].strip()
        if opener and text[stop : stop + 1] == {"<": ">", "(": ")", "[": "]"}[opener]:
            stop += 1
        else:
            start += head
        if start and text[start - 1] in " \t" and text[stop : stop + 1] in ("", " ", ".", ",", "\n"):
            start -= 1
        edits.append((start, stop, ""))
    return edits
