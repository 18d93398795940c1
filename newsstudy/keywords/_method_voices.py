"""What a method section says of the tables about who says what, in the sentences of `_method_sentences`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Settings = Mapping[str, Any]


def _quotations(settings: Settings) -> str:
    aliases = " Speakers were named by a table of forms or places that the authors made." if settings.get("speakers") else ""
    return (
        "Quotations were found by rule: quotation marks were paired, and speaker and verb looked for in the quotation's own "
        "sentence with a fixed list of reporting verbs [quirk1985; levin1993; thompson1991]; reported speech was looked for in "
        "English. Words in marks that nobody is named for count as scare quotes up to "
        f"{settings.get('scare_words', 5)} words. Pronouns were not resolved by rule.{aliases}"
    )


def _quoted_share(settings: Settings) -> str:
    kinds = settings.get("kinds") or ["direct"]
    named = " and ".join(str(kind) for kind in kinds)
    return (
        f"The share of each speaker counts the words of {named} quotations, each word once; its interval comes from drawing the "
        "sentences of the text again [efron1993]."
    )


def _hedges(settings: Settings) -> str:
    return f"Hedges and attributions were found by the list {settings.get('list', 'hedges-en-1')}, compiled after [hyland1998]."


def _hedge_rates(settings: Settings) -> str:
    return f"{_hedges(settings)} Rates have the exact interval of a Poisson count [garwood1936]."


VOICE_SENTENCES: dict[str, Callable[[Settings], str]] = {
    "HEDGES": _hedges,
    "HEDGE_RATES": _hedge_rates,
    "QUOTATIONS": _quotations,
    "QUOTED_SHARE": _quoted_share,
}
