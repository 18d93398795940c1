"""How the page of an annotated article looks: each layer by a sign of its own, so that none needs its colour."""

from __future__ import annotations

INK, PAPER, MUTED, PALE = "#1A1A1A", "#FFFFFF", "#5A5A5A", "#E6F0F8"

# Layer: class, declarations of every piece, of a mark's first piece, of its last one. Underlines lie in tracks of their own.
# Text stays dark on white or on PALE; lines have at least 3 : 1 against both (tested).
LOOKS = {
    "keyword": ("keyword", "font-weight:700", "", ""),
    "actor": ("actor", "border-bottom:2px solid #0072B2;padding-bottom:.02em", "", ""),
    "place": ("place", "border-bottom:2px dashed #006B4E;padding-bottom:.2em", "", ""),
    "quotation": (
        "quotation",
        f"background:{PALE}",
        "border-inline-start:3px solid #1F6AA3;padding-inline-start:.1em",
        "border-inline-end:3px solid #1F6AA3;padding-inline-end:.1em",
    ),
    "reported speech": ("reported", f"border-top:2px dotted {INK};padding-top:.02em", "", ""),
    "scare quotes": ("scare", f"outline:1px dashed {MUTED};outline-offset:1px", "", ""),
    "attribution": ("attribution", "border-bottom:4px double #8C3F6C;padding-bottom:.38em", "", ""),
    "hedge": (
        "hedge",
        "text-decoration:underline wavy 1.5px #B04A00;text-underline-offset:.45em;text-decoration-skip-ink:none",
        "",
        "",
    ),
}
OWN_LOOKS = (
    ("own-1", "border-top:2px solid #1F6AA3;padding-top:.12em", "", ""),
    ("own-2", "border-bottom:3px dotted #B04A00;padding-bottom:.6em", "", ""),
    ("own-3", "border-top:2px dashed #8C3F6C;padding-top:.24em", "", ""),
    ("own-4", "border-top:4px double #006B4E;padding-top:.34em", "", ""),
)
ROOT = "newsstudy-annotated"

_FRAME = f"""
.{ROOT}{{color:{INK};background:{PAPER};max-width:52em;padding:0 1em;line-height:1.5}}
.{ROOT} a{{color:#1F5A8C}}
.{ROOT} .legend{{list-style:none;padding:0;line-height:2.2}}
.{ROOT} .text{{line-height:2.5}}
.{ROOT} .text p{{margin:0 0 1.2em}}
.{ROOT} .sentence{{display:grid;grid-template-columns:2.6em minmax(0,1fr)}}
.{ROOT} .sentence:target,.{ROOT} mark:target{{outline:2px solid {INK}}}
.{ROOT} .number{{color:{MUTED};font-size:.8em;text-align:end;padding-inline-end:1em;user-select:none}}
.{ROOT} .words{{overflow-wrap:anywhere}}
.{ROOT} mark{{background:none;color:inherit;-webkit-box-decoration-break:clone;box-decoration-break:clone;\
-webkit-print-color-adjust:exact;print-color-adjust:exact}}
.{ROOT} .spoken{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;user-select:none}}
.{ROOT} table{{border-collapse:collapse}}
.{ROOT} th,.{ROOT} td{{text-align:start;vertical-align:baseline;padding:.15em 1em .15em 0;border-bottom:1px solid #DDDDDD}}
.{ROOT} caption{{text-align:start}}
@media print{{.{ROOT}{{max-width:none;padding:0}}.{ROOT} .sentence,.{ROOT} tr{{break-inside:avoid}}\
.{ROOT} details::details-content{{content-visibility:visible;block-size:auto}}}}
"""


def look(layer: str, layers: list[str]) -> tuple[str, str, str, str]:
    """The look of a layer; a layer of the user's own has one by its place among these."""
    if layer in LOOKS:
        return LOOKS[layer]
    return OWN_LOOKS[[name for name in layers if name not in LOOKS].index(layer)]


def style_sheet(layers: list[str]) -> str:
    """The rules for these layers; they concern elements within the page's own class only."""
    rules = [_FRAME]
    for name, every, first, last in (look(layer, layers) for layer in layers):
        rules.append(f".{ROOT} .{name}{{{every}}}\n")
        rules += [f".{ROOT} .{name}.{end}{{{said}}}\n" for end, said in (("first", first), ("last", last)) if said]
    return "".join(rules)
