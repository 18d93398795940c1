"""WordPress exports (WXR): the posts and pages of a site, with authors, categories and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._agency import child, children, filled, joined_names
from newsstudy.corpus.readers._markup import flat, words
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

NAMES = frozenset(["item"])
# What an export holds beside what people write: files, menus, settings.
OTHERS = ("attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request",
          "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face",
          "acf-field", "acf-field-group", "product_variation", "shop_order", "elementor_library")  # fmt: skip
SILENT = _markup.SILENT | {"figure", "iframe"}
MAX_SHORTCODES = 100  # of different names in one post
_CLOSED = re.compile(r"\[/([a-z][\w-]{0,40})\]")
_ALONE = re.compile(r"^[ \t]*\[[a-z][\w-]{0,40}(?:[ \t][^\[\]\n]{0,500})?/?\][ \t]*$", re.MULTILINE)
_NEVER = "0000-00-00"


class Wordpress:
    """The XML that Tools, Export in WordPress writes."""

    name = "wordpress"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where RSS names WordPress's namespace for exports."""
        head = source.head()
        if _agency.tag_name(_agency.first_tag(head)) != "rss":
            return 0
        return 95 if b"wordpress.org/export/" in head or b"wp:wxr_version" in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each post, page or item of the site's own kinds; attachments, menus and the like are counted in the notes."""
        skipped: Counter[str] = Counter()
        position = 0
        for piece in _agency.items(source, NAMES):
            kind = _kind(piece)
            if kind in OTHERS:
                skipped[kind.replace("_", " ")] += 1
                source.notes["passed over"] = _agency.skipped_words(skipped)
                continue
            position += 1
            yield Piece(position, piece.place, piece.content)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text without shortcodes, and the metadata of the post."""
        item = _agency.item_of(piece, NAMES)
        channel = item.getparent()
        encoded = [each for each in children(item, "encoded") if "content" in str(each.tag)]
        excerpts = [each for each in children(item, "encoded") if "excerpt" in str(each.tag)]
        parts, caption = _text("".join(encoded[0].itertext()) if encoded else "")
        login = flat(child(item, "creator"))
        document = filled(
            vendor_id=flat(child(item, "guid")),
            title="".join(_agency.mended([flat(child(item, "title"))])),
            source=flat(child(channel, "title")),
            author=_authors(channel).get(login, login),
            section=_terms(item, "category"),
            keywords=_terms(item, "post_tag"),
            language=flat(child(channel, "language")),
            url=flat(child(item, "link")),
            summary=" ".join(_text(flat(excerpts[0]))[0]) if excerpts else None,
            caption=caption,
            post_type=flat(child(item, "post_type")),
            status=flat(child(item, "status")),
        )
        document.update(_date(item))
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """An export declares nothing."""
        return None


def _kind(piece: Piece) -> str:
    if isinstance(piece.content, Broken):
        return ""
    try:
        item = _agency.item_of(piece, NAMES)
    except ReadError:
        return ""
    bodies = (each for each in children(item, "encoded") if "content" in str(each.tag))
    if child(item, "attachment_url") is not None and not any(flat(each) for each in bodies):
        return "attachment"
    return flat(child(item, "post_type"))


def _authors(channel: Any) -> dict[str, str]:
    """Names to be shown by login."""
    return {
        flat(child(each, "author_login")): flat(child(each, "author_display_name")) or flat(child(each, "author_login"))
        for each in children(channel, "author")
    }


def _terms(item: Any, domain: str) -> str:
    names = [flat(each) for each in children(item, "category") if each.get("domain") == domain]
    return joined_names(_agency.mended(names))


def _date(item: Any) -> dict[str, Any]:
    """The time of publication in UTC; of drafts, which have none, the local one."""
    universal, local_time = flat(child(item, "post_date_gmt")), flat(child(item, "post_date"))
    if universal and not universal.startswith(_NEVER):
        return _agency.dated(f"{universal}Z") | {"date_raw": flat(child(item, "pubDate")) or universal}
    if local_time and not local_time.startswith(_NEVER):
        return _agency.dated(local_time)
    return _agency.dated(flat(child(item, "pubDate")))


def _text(written: str) -> tuple[list[str], str]:
    """Paragraphs as WordPress makes them (a blank line ends one), and the captions; shortcodes are taken off."""
    written = written.replace("\r\n", "\n")
    for name in sorted(set(_CLOSED.findall(written)))[:MAX_SHORTCODES]:
        written = re.sub(rf"\[/?{name}(?:[ \t\n][^\[\]]{{0,2000}})?\]", "", written)
    written = _ALONE.sub("", written)
    if not words(written):
        return [], ""
    root = _markup.html_root(re.sub(r"\n[ \t]*\n\s*", "\n<hr>\n", written))
    captions = joined_names(flat(each) for each in _agency.below(root, "figcaption"))
    return _markup.paragraphs(root, silent=SILENT), captions
