"""The section on who is in the article: actors, where each enters and leaves, and who is named together with whom."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.article import actors, comention_network, comentions, suggest_aliases
from newsstudy.report._article import Article
from newsstudy.report._parts import Part, Picture, Rows, Section, Words

FEWEST_FOR_NETWORK = 3  # actors


def who(article: Article) -> Section:
    """Who is in the article, as far as capitals and the alias table tell."""
    section = Section("who", "Who is in it", _lead(article))

    def mentioned() -> list[Part]:
        mentions, counted = article.mentions, actors(article.mentions)
        return [
            Picture("actors", figures.actors(counted, n=12), on_paper=False),
            Picture("actor_mentions", figures.actor_mentions(mentions, n=12)),
            Rows("actors", "who is in the article", counted),
            Rows("actor_mentions", "every mention with its place", mentions),
        ]

    def together() -> list[Part]:
        table = comentions(section.table("actor_mentions"), n=10, rng=article.seed)
        parts: list[Part] = [
            Picture("comentions", figures.comentions(table, n=10)),
            Rows("comentions", "who is named in one sentence with whom", table),
        ]
        if len(set(table["actor"]) | set(table["other"])) >= FEWEST_FOR_NETWORK:
            network = comention_network(table, rng=article.seed)
            parts.insert(1, Picture("comention_network", figures.comention_network(network), on_paper=False))
            parts.append(Rows("comention_network", "places of the network's drawing", network))
        return parts

    def suggested() -> list[Part]:
        table = suggest_aliases(article.corpus)
        if not len(table):
            return []
        pairs = "; ".join(f"{row.form} for {row.actor} ({row.rule})" for row in table.head(8).itertuples())
        return [
            Words(f"Names that may belong together, by rule; none was joined: {pairs}."),
            Rows("aliases", "names that may belong together", table),
        ]

    section.add("Actors", mentioned)
    if section.table("actor_mentions") is not None:
        section.add("Who is named with whom", together)
    if article.aliases is None:
        section.add("Suggested aliases", suggested)
    return section


def _lead(article: Article) -> str:
    if article.aliases is None:
        return (
            "Names are sequences of words with capitals that are not explained otherwise; each form counts by itself, because no "
            "table of aliases was given. What is no name, and who is meant by a pronoun, no rule can tell for sure."
        )
    return (
        "Names are those of the alias table that was given, and further sequences of words with capitals. Pronouns count only "
        "where a reader has listed whom they mean."
    )
