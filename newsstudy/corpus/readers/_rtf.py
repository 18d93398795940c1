"""RTF as text, in one pass and in time that grows with the file alone: paragraphs, and what the file says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

MAX_GROUPS = 1000  # groups inside groups that may mean something; real files have a dozen
PARAGRAPH, PAGE = "\u2029", "\f"  # stand between paragraphs and pages until the text is cut
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n\x00]+)|[\r\n\x00]+", re.DOTALL
)
# Groups that are no text of the document, but for those that begin with \* and need no name.
_SILENT = frozenset(
    (
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr", b"headerf"),
        *(b"footer", b"footerl", b"footerr", b"footerf", b"footnote", b"annotation", b"listtable", b"listoverridetable"),
        *(b"revtbl", b"rsidtbl", b"filetbl", b"themedata", b"colorschememapping", b"latentstyles", b"datastore", b"generator"),
        *(b"nonesttables", b"nonshppict", b"bkmkstart", b"bkmkend", b"xe", b"tc", b"tcn", b"rxe", b"txe", b"fldtype", b"shpinst"),
        *(b"pntext", b"pntxta", b"pntxtb", b"pnseclvl", b"template", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc"),
        *(b"aftncn", b"atnid", b"atnauthor", b"atntime", b"atnref", b"do", b"formfield", b"mailmerge", b"wgrffmtfilter"),
        *(b"xmlnstbl", b"private", b"fontemb", b"fontfile", b"panose", b"falt", b"userprops", b"mmathPr", b"nesttableprops"),
    )
)
_INFO = (b"title", b"author", b"subject", b"keywords", b"company", b"operator")
_SIGNS = {
    **{b"par": PARAGRAPH, b"sect": PARAGRAPH, b"page": PAGE, b"line": "\n", b"softline": "\n", b"tab": "\t", b"row": PARAGRAPH},
    **{b"cell": "|", b"nestcell": "|", b"nestrow": PARAGRAPH, b"emdash": "\u2014", b"endash": "\u2013", b"emspace": "\u2003"},
    **{b"enspace": "\u2002", b"qmspace": "\u2005", b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019"},
    **{b"ldblquote": "\u201c", b"rdblquote": "\u201d"},
}
_SYMBOLS = {
    **{b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\"},
    **dict.fromkeys((b"\n", b"\r"), PARAGRAPH),
}
# The character sets of fonts, by their numbers in the font table.
_CHARSETS = {
    **{77: "mac_roman", 78: "shift_jis", 79: "big5", 80: "euc_kr", 81: "mac_arabic", 83: "mac_greek", 84: "mac_cyrillic"},
    **{85: "gb2312", 86: "mac_romanian", 89: "mac_latin2", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030"},
    **{136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850", 0: "cp1252", 2: "cp1252", 42: "cp1252"},
}
_LINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)?("[^"]{1,2000}")')
_NUMBER = re.compile(rb"-?[0-9]{1,10}")


@dataclass
class Rtf:
    """What an RTF file holds: its text with marks for the ends of paragraphs and pages, and what it says of itself."""

    text: str
    info: dict[str, str] = field(default_factory=dict)
    encoding: str = "cp1252"
    damage: str = ""
    rest: int = 0  # bytes behind the end of the document


@dataclass(slots=True)
class _Group:
    """What holds within braces: the font, whether this is text, and how many characters stand in for one of Unicode."""

    font: int
    silent: bool
    name: bytes
    instead: int
    hidden: bool


def rtf_of(content: bytes) -> Rtf:
    """Read RTF; what is against its rules is passed over, as all programs do."""
    return _Pass(content).run()


class _Pass:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._out: list[str] = []
        self._bytes = bytearray()  # characters of one code page that are not decoded yet
        self._codec = "cp1252"
        self._page = "cp1252"
        self._declared = False
        self._replaced = False
        self._raw = _raw_codec(content)
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._group = _Group(-1, False, b"", 1, False)
        self._stack: list[_Group] = []
        self._deeper = 0  # groups beyond those that are kept in mind
        self._star = False
        self._skip = 0
        self._font_number = -1
        self._links: list[tuple[int, str]] = []  # depth and address of the fields that are open
        self._info: dict[str, str] = {}
        self._held: list[str] = []  # the text of a group that is no text: an instruction, a title

    def run(self) -> Rtf:
        content, place, entered = self._content, 0, False
        while place < len(content):
            found = _TOKEN.match(content, place)
            if found is None:  # a backslash at the very end
                break
            place = found.end()
            word, number, hexa, symbol, brace, plain = found.groups()
            if plain is not None:
                self._plain(plain)
            elif hexa is not None:
                self._byte(int(hexa, 16))
            elif word is not None:
                if word == b"bin":
                    place += max(0, int(number or 0))
                else:
                    self._word(word, None if number is None else int(number))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == b"{":
                self._open()
                entered = True
            elif brace == b"}":
                self._close()
                if entered and not self._stack:
                    break
        self._flush()
        damage = "" if not self._stack else "it breaks off before its last brace"
        text = "".join(self._out)
        if any("\ud800" <= sign <= "\udfff" for sign in sorted(set(text))):  # two halves of one character
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        how = f"{self._page} (declared)" if self._declared else self._page
        return Rtf(
            text,
            self._info,
            how + (", with bytes that are not of it" if self._replaced else ""),
            damage,
            len(content[place:].strip(b" \r\n\t\0")),
        )

    # Groups

    def _open(self) -> None:
        if len(self._stack) >= MAX_GROUPS:
            self._deeper += 1
            return
        self._flush()
        self._skip = 0
        self._stack.append(self._group)
        group = self._group
        self._group = _Group(group.font, group.silent, group.name, group.instead, group.hidden)
        self._star = False

    def _close(self) -> None:
        if self._deeper:
            self._deeper -= 1
            return
        self._flush()
        self._skip = 0
        ended = self._group
        if not self._stack:
            return
        self._group = self._stack.pop()
        depth = len(self._stack)
        if ended.name != self._group.name:
            self._named(ended.name, depth)
        while self._links and self._links[-1][0] > depth:
            address = self._links.pop()[1]
            if not self._group.silent:
                self._out.append(f"({address})")

    def _named(self, name: bytes, depth: int) -> None:
        """A group that is no text has ended; some say something."""
        if name not in (*_INFO, b"fldinst"):
            return
        held = "".join(self._held).strip()
        self._held.clear()
        if name == b"fldinst":
            link = _LINK.search(held)
            if link:
                self._links.append((depth, link[1]))
        elif held:
            self._info.setdefault(name.decode("ascii"), held)

    # Words

    def _word(self, word: bytes, number: int | None) -> None:
        group = self._group
        if word == b"u":
            self._unicode(number)
            return
        if self._skip and word in _SIGNS:
            self._skip -= 1
            return
        self._skip = 0
        if self._star or word in _SILENT:
            self._silence(word)
        elif word in _INFO and group.name == b"info":
            group.name = word
        elif word in _SIGNS:
            self._sign(_SIGNS[word])
        elif word == b"f":
            self._flush()
            self._font_number = group.font = -1 if number is None else number
        elif word == b"fcharset":
            if group.name == b"fonttbl":
                self._fonts[self._font_number] = _CHARSETS.get(number or 0, self._page)
        elif word == b"uc":
            group.instead = max(0, number or 0)
        elif word == b"plain" or word == b"pard":
            self._plainly(word)
        elif word in (b"v", b"deleted"):
            self._flush()
            group.hidden = number != 0
        elif word == b"deff":
            self._default_font = group.font = -1 if number is None else number
        elif word in (b"ansicpg", b"mac", b"pc", b"pca"):
            self._code_page(word, number)

    def _plainly(self, word: bytes) -> None:
        if word == b"plain":
            self._flush()
            self._group.hidden = False
            self._group.font = self._default_font

    def _silence(self, word: bytes) -> None:
        self._flush()
        self._star = False
        if word in (b"shppict", b"shptxt", b"ud", b"fldrslt"):
            return
        self._group.silent = True
        self._group.name = word

    def _code_page(self, word: bytes, number: int | None) -> None:
        page = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}.get(word, f"cp{number}")
        if word == b"ansicpg":
            page = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030", 10006: "mac_greek", 10007: "mac_cyrillic"}.get(
                number or 0, page
            )
        try:
            codecs.lookup(page)
        except LookupError:
            return
        self._page, self._declared = page, True

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in _SYMBOLS:
            if self._skip:
                self._skip -= 1
            else:
                self._sign(_SYMBOLS[symbol])

    # Characters

    def _sign(self, sign: str) -> None:
        self._flush()
        self._put(sign)

    def _put(self, text: str) -> None:
        group = self._group
        if group.silent:
            if group.name in _INFO or group.name == b"fldinst":
                self._held.append(text)
        elif not group.hidden:
            self._out.append(text)

    def _unicode(self, number: int | None) -> None:
        self._flush()
        if number is not None:
            self._put(chr(number & 0xFFFF) if -0x8000 <= number <= 0xFFFF else "\ufffd")
        self._skip = self._group.instead

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._expect(self._fonts.get(self._group.font, self._page))
        self._bytes.append(value)

    def _plain(self, plain: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(plain))
            self._skip -= taken
            plain = plain[taken:]
        if plain.isascii():
            self._bytes += plain  # may be the second half of a character
        else:
            self._expect(self._raw or self._fonts.get(self._group.font, self._page))
            self._bytes += plain

    def _expect(self, codec: str) -> None:
        if codec != self._codec:
            self._flush()
            self._codec = codec

    def _flush(self) -> None:
        if not self._bytes:
            return
        content = bytes(self._bytes)
        self._bytes.clear()
        if self._group.silent and self._group.name not in (*_INFO, b"fldinst"):
            return
        try:
            text = content.decode(self._codec)
        except UnicodeDecodeError:
            self._replaced = True
            text = content.decode(self._codec, "replace")
        self._put(text)


def _raw_codec(content: bytes) -> str:
    """The encoding of bytes that stand unmarked in the file, which RTF forbids: UTF-8 where they are, else '' for the font's."""
    if content.isascii():
        return ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"
