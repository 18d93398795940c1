"""No text of any figure is cut, covered by another text, or smaller than six points; in easy and in hard cases."""

import matplotlib.text
import pytest

from newsstudy import figures

ALL = [name for name in figures.__all__ if name != "Figure"]

# Number of rows (topics, documents) that make a table large but still one that a person would draw.
MANY = {
    "boilerplate": 30,
    "annotations": 15,
    "aligned_sentences": 12,
    "actor_mentions": 40,
    "actors": 40,
    "calibration": 30,
    "choose_k": 12,
    "coherence": 30,
    "collocation_network": 50,
    "collocations": 50,
    "compare_articles": 60,
    "comention_network": 40,
    "comentions": 30,
    "compare_topics": 40,
    "dispersion": 80,
    "diversity": 700,
    "document_topics": 60,
    "effect": 40,
    "exclusivity": 30,
    "extract_keywords": 20,
    "frequency": 3000,
    "hedge_rates": 20,
    "hedges": 40,
    "keyness": 80,
    "keyword_positions": 40,
    "kwic": 60,
    "method_agreement": 60,
    "method_keywords": 30,
    "moving_diversity": 3000,
    "new_words": 3000,
    "occurrences": 40,
    "profile": 60,
    "quotations": 40,
    "quoted_share": 40,
    "readability": 46,
    "sentence_lengths": 900,
    "sentence_similarity": 80,
    "shift": 80,
    "shuffled_baseline": 60,
    "stability": 30,
    "text_segments": 300,
    "topic_correlation": 40,
    "topic_diversity": 30,
    "topic_labels": 40,
    "topic_passages": 12,
    "topic_terms": 30,
    "topics_over_time": 18,
    "trends": 40,
    "words_needed": 60,
}
CASES = [(name, case) for name in ALL for case in ("usual", "hard", "hard and many", "one", "none")]


def draw(tables, name, case):
    make = getattr(tables, name)
    arguments = {"hard": "hard" in case}
    if "many" in case:
        arguments["n"] = MANY[name]
    if case in ("one", "none"):
        arguments["n"] = 1 if case == "one" else 0
    return getattr(figures, name)(make(**arguments))


def drawn_texts(figure, monkeypatch, dpi):
    """(text, box in points, size in points) of every text that a drawing at this resolution puts on the page."""
    seen = []
    original = matplotlib.text.Text.draw

    def record(self, renderer):
        if self.get_visible() and self.get_text().strip():
            box = self.get_window_extent(renderer)
            scale = 72 / self.get_figure(root=True).dpi
            seen.append((self.get_text(), tuple(edge * scale for edge in box.extents), self.get_fontsize()))
        return original(self, renderer)

    with monkeypatch.context() as patch:
        patch.setattr(matplotlib.text.Text, "draw", record)
        figure.dpi = dpi
        figure.canvas.draw()
    return seen


def problems(texts, figure):
    """What is wrong with the texts, in words."""
    width, height = figure.get_figwidth() * 72, figure.get_figheight() * 72
    found = [f"{text!r} is set in {size} points" for text, _, size in texts if size < 6.0]
    for text, (left, bottom, right, top), _ in texts:
        if left < 0 or bottom < 0 or right > width or top > height:
            found.append(f"{text!r} leaves the page: {left:.1f} {bottom:.1f} {right:.1f} {top:.1f} of {width:.1f} × {height:.1f}")
    for i, (one, a, _) in enumerate(texts):
        for other, b, _ in texts[i + 1 :]:
            across, up = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            if across > 0.2 and up > 0.2:
                found.append(f"{one!r} and {other!r} overlap by {across:.1f} × {up:.1f} points")
    return found


@pytest.mark.parametrize(("name", "case"), CASES)
def test_layout__every_text_is_whole_and_free(tables, monkeypatch, name, case):
    figure = draw(tables, name, case)
    for dpi in (72, 300) if case == "usual" else (72,):
        texts = drawn_texts(figure, monkeypatch, dpi)
        assert texts
        assert not problems(texts, figure)


@pytest.mark.parametrize(
    "name",
    [
        "keyness",
        "stability",
        "stability of three kinds",
        "choose_k",
        "choose_k of four",
        "document_topics",
        "collocations",
        "occurrences",
        "trends",
        "long trends",
        "ranks",
        "annotations of a column",
        "second page",
    ],
)
def test_layout__variants_are_whole_and_free(tables, monkeypatch, name):
    drawn = {
        "keyness": lambda: figures.keyness(tables.keyness_one_sample(60)),
        "stability": lambda: figures.stability(tables.stability(), tables.stability(level=0.3)),
        "stability of three kinds": lambda: figures.stability(
            tables.stability(12, hard=True, kinds=("seeds", "samples", "orders"), chance=True)
        ),
        "choose_k of four": lambda: figures.choose_k(tables.choose_k(known=False)),
        "choose_k": lambda: figures.choose_k(tables.choose_k(), tables.choose_k(level=0.3)),
        "document_topics": lambda: figures.document_topics(tables.document_topics(), tables.topic_terms(hard=True)),
        "collocations": lambda: figures.collocations(
            tables.collocations(node="Donald Trump and a very long node that fills the line twice over")
        ),
        "occurrences": lambda: figures.occurrences(tables.occurrences(40, per=1)),
        "trends": lambda: figures.trends(tables.trends(), tables.change_points(), tables.bursts()),
        "long trends": lambda: figures.trends(tables.trends(1, periods=2400)),
        "annotations of a column": lambda: figures.annotations(tables.annotations(20, hard=True), columns=1),
        "second page": lambda: figures.annotations(tables.annotations(400), page=2),
        "ranks": lambda: figures.shift(tables.shift(5), n=3),
    }[name]()
    assert not problems(drawn_texts(drawn, monkeypatch, 300), drawn)


@pytest.mark.parametrize("name", ALL)
def test_layout__an_empty_table_says_so(tables, monkeypatch, name):
    texts = [text for text, _, _ in drawn_texts(draw(tables, name, "none"), monkeypatch, 72)]
    assert any(text.startswith("no rows:") for text in texts)


@pytest.mark.parametrize("name", ALL)
def test_layout__n_and_settings_stand_in_the_caption_of_a_figure_as_wide_as_a_column(tables, name):
    figure = draw(tables, name, "usual")
    texts = " ".join(text.get_text() for text in figure.texts if text.get_fontsize() == 6.0)
    assert "541 tokens" in texts
    assert "news-en-1" in texts
    assert figure.record["digest"][:12] in texts
    assert round(figure.get_figwidth() * 25.4) in (89, 183)


@pytest.mark.parametrize("name", ALL)
def test_layout__an_svg_stays_below_300_kilobytes(tables, name):
    assert len(draw(tables, name, "many").svg()) < 300_000
