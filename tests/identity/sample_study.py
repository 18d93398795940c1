"""The sample study as a script: every public result once, into one folder. Run by tests/test_identity.py in child processes.

python sample_study.py OUT FILE …     the files are the article's paragraphs, in any order
"""

import hashlib
import inspect
import json
import pathlib
import sys
import tempfile

import numpy as np
import pandas as pd

import newsstudy as ns

ACTORS = {"Trump": ["Donald Trump", "Trump"], "Putin": ["Vladimir Putin", "Putin"], "Ukraine": "Ukraine", "Iran": "Iran"}


def keep(study, name, table, *others, figure=None):
    study.save_table(table, name)
    if figure is not None:
        study.save_figure(figure(table, *others), name)
    return table


def words(study, parts, tokens):
    """Frequency, place, spread and company of words."""
    counts = tokens.count()
    content = tokens.drop("function words")
    keep(study, "frequency", ns.frequency(counts), figure=ns.figures.frequency)
    keep(study, "profile", ns.profile(tokens), figure=ns.figures.profile)
    every = [column.name for column in ns.schemas.DIVERSITY_MORE]
    keep(study, "diversity", ns.diversity(tokens, measures=every), figure=ns.figures.diversity)
    keep(study, "readability", ns.readability(parts), figure=ns.figures.readability)
    for language in ("de", "fr", "es", "it"):  # the rules of other languages on the same words
        others = ns.corpus_from([{"id": name, "text": text} for name, text in zip(parts.ids, parts.texts, strict=True)])
        keep(study, f"readability_{language}", ns.readability(others, language=language))
    keep(study, "mentions", ns.occurrences(tokens, ACTORS), figure=ns.figures.occurrences)
    keep(study, "dispersion", ns.dispersion(content.count()), figure=ns.figures.dispersion)
    more = [column.name for column in ns.schemas.DISPERSION_MORE]
    keep(study, "dispersion_every", ns.dispersion(content, measures=more))
    pairs = keep(study, "collocations", ns.collocations(content), figure=ns.figures.collocations)
    keep(study, "network", ns.collocation_network(pairs, n=20, rng=study.seed), figure=ns.figures.collocation_network)
    keep(study, "kwic", ns.kwic(tokens, "Putin"), figure=ns.figures.kwic)
    company(study, tokens, content)
    keep(study, "tf_idf", ns.extract_keywords(tokens, method="tf_idf"), figure=ns.figures.extract_keywords)
    keep(study, "specificity", ns.extract_keywords(tokens, method="specificity"))
    for method in ("bm25", "rake", "textrank", "singlerank", "positionrank"):
        keep(study, f"keywords_{method}", ns.extract_keywords(tokens, method=method, n=9))
    phrases = ns.extract_keywords(tokens, method="yake", n=9)
    keep(study, "keywords_yake", phrases, figure=ns.figures.extract_keywords)
    study.save_table(pairs.head(9), "method", method=True)
    keep(study, "stems", ns.frequency(content.stem("english").ngrams(2).count()))


def close_reading(study, parts, tokens):
    """The texts as a page: what is marked in them, as a table, as HTML and in print."""
    quoted = ns.kwic(tokens, ["good conversation", "will have to respond", "very strongly"])
    said = {"could": ["could *", "may be"]}
    keywords = ns.extract_keywords(tokens, method="yake", n=2)
    marked = ns.annotations(parts, keywords=keywords, actors=ns.occurrences(tokens, ACTORS), quotations=quoted, hedges=said)
    keep(study, "annotations", marked, figure=ns.figures.annotations)
    keep(study, "annotated_page", pd.DataFrame({"page": [ns.annotated_html(marked, parts, page=True)]}))


def who(study, parts, article):
    """Who is in the article, by which words, and with whom."""
    antecedents = [(0, "he", "Trump"), (9, "he", "Putin")]
    mentions = ns.actor_mentions(article, aliases=ACTORS, antecedents=antecedents)
    keep(study, "actor_mentions", mentions, figure=ns.figures.actor_mentions)
    keep(study, "actors", ns.actors(mentions), figure=ns.figures.actors)
    keep(study, "aliases", ns.suggest_aliases(parts))
    keep(study, "pronouns", ns.pronouns(parts))
    table = keep(study, "comentions", ns.comentions(mentions, n_permutations=499, rng=study.seed), figure=ns.figures.comentions)
    network = ns.comention_network(table, rng=study.seed)
    keep(study, "comention_network", network, figure=ns.figures.comention_network)
    keep(study, "comentions_of_parts", ns.comentions(ns.actor_mentions(parts), n_permutations=199))


def company(study, tokens, content):
    """Concordances in an order, drawn and printed; collocations by each convention; what of the tokens is saved."""
    leaders = {"leaders": ACTORS["Trump"] + ACTORS["Putin"], "war": ["war*", "* strike"]}
    drawn = ns.kwic(tokens, leaders, sort="1R label 2L", sample=9, rng=study.seed, bounds="sentence", columns=["position"])
    keep(study, "kwic_sorted", drawn, figure=ns.figures.kwic)
    keep(study, "kwic_printed", pd.DataFrame({"page": [ns.kwic_html(drawn), ns.kwic_latex(drawn, caption="Lines")]}))
    more = ["pmi", "lrc", "fisher", ("log_ratio", {"zero": "half"})]
    for name, options in {
        "adjacent": {"cooccurrence": "adjacent", "measure": "g2", "measures": more},
        "bigrams_of_words": {"cooccurrence": "adjacent", "margins": "words", "bounds": "document", "measure": "t_score"},
        "sentences": {"node": leaders, "cooccurrence": "sentence", "measure": "fisher", "min_count": 1},
        "documents": {"cooccurrence": "document", "n": 60},
        "phrase": {"node": "Vladimir Putin", "span": (2, 7), "min_count": 1},
    }.items():
        keep(study, f"collocations_{name}", ns.collocations(content, **options), figure=ns.figures.collocations)
    with tempfile.TemporaryDirectory() as folder:
        tokens.save(folder + "/tokens")
        saved = json.loads(pathlib.Path(folder, "tokens", "tokens.json").read_text("utf-8"))["files"]
        keep(study, "saved_tokens", pd.DataFrame({"file": list(saved), "digest": list(saved.values())}))
        keep(study, "kwic_opened", ns.kwic(ns.open_tokens(folder + "/tokens"), "Ukraine", sort="1L"))


def terms(study, parts, tokens):
    """What counts as a term: rules, lemmas, phrases, skip-grams, a dictionary, weights."""
    content = tokens.drop("function words").drop(max_documents=1)
    rule = ns.term_rule("news-en-1", clitics="en", hyphens="whole", numbers="drop", punctuation="keep", urls="whole")
    keep(study, "phrases", ns.find_phrases(tokens, min_count=2))
    made = {
        "rule": parts.tokenize(rule),
        "unicode": parts.tokenize("unicode-1", sentence_rule="news-en-1"),
        "joined": tokens.phrases(min_count=2, max_n=3),
        "listed": tokens.phrases(["social media", "Vladimir Putin"]),
        "lemmas": content.lemmatize("en"),
        "skips": content.ngrams((1, 2), skip=(0, 1)),
        "keys": tokens.lookup({"people": {"us": "Trump", "russia": "Putin*"}, "war": ["war*", "attack*", "drone*"]}, levels=2),
    }
    for name, found in made.items():
        keep(study, f"terms_{name}", ns.frequency(found.count()))
    weights = content.count().trim(min_count=0.5, count_type="quantile").weight("ltc")
    keep(study, "weighted", ns.topic_terms(ns.NMF(2, random_state=study.seed).fit(weights)))


DIRTY = "PARIS, 3 mars (AFP) - {text}\nPhoto: a room\n\nRead&nbsp;more: here\n\nThe Northern Post: all of the news."


def cleaned(study, parts):
    """What cleaning took out of spoilt texts, where the words stood, and what may be shared."""
    rows = [{"id": name, "text": DIRTY.format(text=text)} for name, text in zip(parts.ids, parts.texts, strict=True)]
    corpus = ns.corpus_from(rows).clean(["html_leftovers", "agency_slug", "captions", "promotion", "boilerplate", "blanks"])
    keep(study, "edits", corpus.edits)
    keep(study, "edits_of_sentences", corpus.split("sentence").edits)
    derived = corpus.derive(min_documents=2)
    keep(study, "derived", ns.frequency(derived.counts))
    keep(study, "derived_check", derived.check(corpus.uncleaned()))


def voices(study):
    """Who says what in the article, and where it hedges."""
    article = ns.sample_article()
    table = keep(study, "quotations", ns.quotations(article, speakers=ACTORS), figure=ns.figures.quotations)
    shares = ns.quoted_share(table, article, kinds=["direct", "reported"], rng=study.seed)
    keep(study, "quoted_share", shares, figure=ns.figures.quoted_share)
    found = keep(study, "hedges", ns.hedges(article), figure=ns.figures.hedges)
    keep(study, "hedge_rates", ns.hedge_rates(found), figure=ns.figures.hedge_rates)


def marks(study, sentences):
    """Keyness against a list and of one part against the rest."""
    counts = sentences.tokenize().count()
    known = ns.keyness(counts, reference=ns.general_english(), n_resamples=200, rng=study.seed)
    keep(study, "keyness", known, figure=ns.figures.keyness)
    first = [parent < "p04" for parent in sentences.table.column("file").to_pylist()]
    keep(study, "keyness_part", ns.keyness(counts, first, n_resamples=200, rng=study.seed), figure=ns.figures.keyness)
    measured(study, counts, first)
    more = ["document_interval", "few_documents", "dp", "welch_t", "percent_diff", ("simple_maths", {"k": 100})]
    clustered = ns.keyness(counts, first, cluster=["parent"], measures=more, n_resamples=200, rng=study.seed)
    keep(study, "keyness_clustered", clustered)
    checked = ns.calibration(counts, first, splits=4, min_documents=4, n_resamples=100, rng=study.seed)
    keep(study, "calibration", checked, figure=ns.figures.calibration)
    return counts


def measured(study, counts, first):
    """Every measure on tables, for each term of one part against the rest."""
    there = np.asarray(counts.matrix[~np.array(first)].sum(axis=0)).ravel()
    here = np.asarray(counts.matrix[np.array(first)].sum(axis=0)).ravel()
    cells = here, there, here.sum() - here, there.sum() - there
    table = {"term": counts.vocabulary.terms}
    for name in ns.measures.__all__:
        measure = getattr(ns.measures, name)
        if inspect.isfunction(measure) and list(inspect.signature(measure).parameters)[:4] == ["o11", "o12", "o21", "o22"]:
            found = measure(*cells)
            table |= {f"{name}_{end}": column for end, column in enumerate(found)} if isinstance(found, tuple) else {name: found}
    study.save_table(pd.DataFrame(table), "measures")


def copies(study, parts):
    """The article printed again by another paper, shortened here and there."""
    again = [{"text": text[: -9 * place], "source": "Gazette"} for place, text in enumerate(parts.texts, 1)]
    both = ns.concat([parts, ns.corpus_from(again)])
    keep(study, "duplicates", both.duplicates(0.5))
    keep(study, "duplicate_pairs", both.duplicate_pairs(0.3, n=3))
    keep(study, "without_copies", both.drop_duplicates("longest", threshold=0.5).ledger.table)
    counts = both.with_syndication(0.5).tokenize().count()
    keep(study, "keyness_syndicated", ns.keyness(counts, "source == 'Gazette'", cluster="syndication", n_resamples=200))


def structure(study, parts):
    """How one text is built: what is no part of the story, and what follows once it is left out."""
    whole = ns.corpus_from([{"id": "article", "text": "\n".join(sorted(parts.texts))}])
    found = keep(study, "boilerplate", ns.boilerplate(whole), figure=ns.figures.boilerplate)
    keep(study, "without_boilerplate", ns.without_boilerplate(whole, found).edits)
    tokens = whole.tokenize()
    keep(study, "new_words", ns.new_words(tokens, n_resamples=99), found, figure=ns.figures.new_words)
    alike = keep(study, "sentence_similarity", ns.sentence_similarity(tokens, n_resamples=99))
    letters = keep(study, "sentence_similarity_characters", ns.sentence_similarity(tokens, by="characters", n_resamples=99))
    cut = keep(study, "text_segments", ns.text_segments(tokens, n_resamples=99), found, figure=ns.figures.text_segments)
    study.save_figure(ns.figures.sentence_similarity(alike, letters, cut), "sentence_similarity")
    terms = ["Trump", "Putin", "nuclear*", "conversation", "deadline*"]
    keep(study, "keyword_positions", ns.keyword_positions(tokens, terms, n_resamples=99), figure=ns.figures.keyword_positions)
    moving = ns.moving_diversity(tokens, n_resamples=99)
    keep(study, "moving_diversity", moving, found, figure=ns.figures.moving_diversity)
    keep(study, "sentence_lengths", ns.sentence_lengths(tokens, n_resamples=99), found, figure=ns.figures.sentence_lengths)


def change(study, sentences):
    """The sentences as if printed over eight months: rates, bands, change points, bursts, and what sets one half apart."""
    texts = sentences.texts
    rows = [
        {"text": text, "date": f"2025-{1 + (3 * copy + (2 * place) // len(texts)) % 8:02}-{1 + place % 28:02}", "copy": str(copy)}
        for copy in range(9)
        for place, text in enumerate(texts)
    ]
    counts = ns.corpus_from(rows).tokenize().count()
    wanted = {"leaders": ["trump", "putin"], "the": "the", "iran": "iran"}
    table = keep(study, "trends", ns.trends(counts, wanted, rng=study.seed))
    changes = keep(study, "change_points", ns.change_points(table, penalty=0.1))
    found = keep(study, "bursts", ns.bursts(counts, ["iran", "drone*"], by="week", gamma=0.3))
    study.save_figure(ns.figures.trends(table, changes, found), "trends")
    keep(study, "trends_clustered", ns.trends(counts, ["the"], by="quarter", cluster="copy", n_resamples=200))
    first = "date < '2025-05'"
    keep(study, "shift", ns.shift(counts, first, n_resamples=200, rng=study.seed), figure=ns.figures.shift)
    keep(study, "shift_ranks", ns.shift(counts, first, measure="rank_turbulence"))


def topics(study, tokens, by_sentence):
    """Two models, their terms and shares, and whether to believe them."""
    counts = tokens.drop("function words").count()
    shuffled = by_sentence.group("parent", shuffled=True, rng=study.seed)
    model = ns.LDA(4, random_state=study.seed).fit(counts)
    keep(study, "topic_terms", ns.topic_terms(model), figure=ns.figures.topic_terms)
    keep(study, "document_topics", ns.document_topics(model, counts), figure=ns.figures.document_topics)
    read_topics(study, model, counts, tokens)
    for loss in ("frobenius", "kullback-leibler"):
        nmf = ns.NMF(3, beta_loss=loss, random_state=study.seed).fit(counts)
        keep(study, f"nmf_{loss}", ns.topic_terms(nmf))
        spare = ns.NMF(3, beta_loss=loss, init="random", alpha_W=1e-3, l1_ratio=0.5, random_state=study.seed).fit(counts)
        keep(study, f"nmf_spare_{loss}", ns.document_topics(spare, counts))
    quality(study, model, tokens, counts)
    carried(study, counts, model)
    going_on(study, counts)
    baseline = keep(study, "stability_shuffled", ns.stability(ns.LDA(4), shuffled, seeds=3))
    keep(study, "stability", ns.stability(ns.LDA(4), counts, seeds=3), baseline, figure=ns.figures.stability)
    kinds = ["seeds", "samples", "orders"]
    every = ns.stability(ns.LDA(3), counts, seeds=2, over=kinds, measure="rbo", baseline=True)
    keep(study, "stability_kinds", every, figure=ns.figures.stability)
    keep(study, "prototype", ns.topic_terms(ns.prototype(ns.LDA(3), counts, table=every), n=5))
    keep(study, "stability_cosine", ns.stability(ns.NMF(3), counts, seeds=2, over="samples", measure="cosine"))
    grid = keep(study, "choose_k_shuffled", ns.choose_k(ns.LDA(), shuffled, [2, 3], seeds=2))
    keep(study, "choose_k", ns.choose_k(ns.LDA(), counts, [2, 3], seeds=2, tokens=tokens), grid, figure=ns.figures.choose_k)
    keep(study, "choose_k_nmf", ns.choose_k(ns.NMF(init="random"), counts, [2, 3], seeds=2))


def many_topics(study, parts):
    """So many documents, pieces of fifteen words, that LDA joins topics and takes common terms out of them."""
    words = " ".join(sorted(parts.texts)).split()
    pieces = [" ".join(words[start : start + 15]) for start in range(0, len(words) - 15)][:420]
    model = ns.LDA(17, random_state=study.seed).fit(ns.corpus_from(pieces).tokenize().count())
    keep(study, "many_topics", ns.topic_terms(model, n=5))
    keep(study, "many_topics_matrix", pd.DataFrame(model.components_[:, :40]).add_prefix("term_"))


def going_on(study, counts):
    """A stream of three calls, a fit that stops by documents held out, one that goes on from it, and its checkpoint."""
    stream = ns.LDA(3, batch_size=2, random_state=study.seed)
    for part in (counts.matrix[:5], counts.matrix[5:], counts.matrix[2:7]):
        stream.partial_fit(part)
    keep(study, "stream", ns.topic_terms(stream))
    model = ns.LDA(3, early_stopping=0.3, evaluate_every=2, warm_start=True, random_state=study.seed).fit(counts)
    keep(study, "early_stopping", pd.DataFrame({"sweep": model.held_out_iter_, "perplexity": model.held_out_}))
    with tempfile.TemporaryDirectory() as name:
        keep(study, "warm_start", ns.topic_terms(model.fit(counts, checkpoints=f"{name}/fit", checkpoint_every=1)))
        files = sorted(pathlib.Path(name, "fit").iterdir())
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
        keep(study, "checkpoint", pd.DataFrame({"file": [path.name for path in files], "sha256": digests}))


def read_topics(study, model, counts, tokens):
    """What a model's topics read like, what they may be called, and where they are."""
    half = [place < 4 for place in range(len(counts))]
    keep(study, "topic_terms_frex", ns.topic_terms(model, rank_by="frex"), figure=ns.figures.topic_terms)
    keep(study, "topic_passages", ns.topic_passages(model, tokens), figure=ns.figures.topic_passages)
    keep(study, "topic_labels", ns.topic_labels(model, tokens, min_documents=2), figure=ns.figures.topic_labels)
    together = ns.topic_correlation(model, counts, n_resamples=200, rng=study.seed)
    keep(study, "topic_correlation", together, figure=ns.figures.topic_correlation)
    found = ns.effect(model, counts, half, draws=5, n_resamples=200, rng=study.seed)
    keep(study, "effect", found, figure=ns.figures.effect)
    by_file = ns.topics_over_time(model, counts, by="file", per="token", n_resamples=200, rng=study.seed)
    keep(study, "topics_over_time", by_file, figure=ns.figures.topics_over_time)
    other = ns.compare_topics(model, ns.NMF(3).fit(counts))
    keep(study, "compare_topics", other, figure=ns.figures.compare_topics)


def quality(study, model, tokens, counts):
    """Coherence by every measure, exclusivity, diversity, and how well the model foretells the other half of a paragraph."""
    for measure in ("npmi", "uci", "c_v", "c_p", "c_a", "u_mass", "u_mass_mean", "u_mass_stm"):
        table = ns.coherence(model, tokens, measure=measure, n=8, n_resamples=50, rng=study.seed)
        keep(study, f"coherence_{measure}", table, figure=ns.figures.coherence if measure == "npmi" else None)
    keep(study, "coherence_gensim", ns.coherence(model, tokens, measure="c_v", compatible="gensim", n_resamples=0))
    keep(study, "exclusivity", ns.exclusivity(model), figure=ns.figures.exclusivity)
    keep(study, "frex", ns.exclusivity(model, measure="frex"))
    keep(study, "topic_diversity", ns.topic_diversity(model), figure=ns.figures.topic_diversity)
    methods = ("completion", "left_to_right", "left_to_right_unbiased", "training")
    values = [model.perplexity(counts, method=method, n_particles=2) for method in methods]
    keep(study, "held_out", pd.DataFrame({"method": methods, "perplexity": values, "score": model.score(counts)}))


def carried(study, counts, model):
    """Topics that were named beforehand; the bytes of what is saved and exported."""
    seeds = {"war": ["attack*", "militar*", "nuclear"], "talks": ["negotiat*", "conversation"]}
    seeded = ns.SeededLDA(seeds=seeds, residual=1, random_state=study.seed).fit(counts)
    keep(study, "seeded_terms", ns.topic_terms(seeded))
    keep(study, "seed_terms", seeded.seed_terms_)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        seeded.save(place / "seeded")
        keep(study, "seeded_opened", ns.document_topics(ns.open_model(place / "seeded"), counts))
        model.export(place / "state.gz", "mallet", counts=counts)
        model.export(place / "weights", "mallet_weights")
        model.export(place / "vis.json", "pyldavis", counts=counts)
        counts.export(place / "dfm", "triplets")
        keep(study, "state_read", ns.topic_terms(ns.topics_from(place / "state.gz")))
        files = sorted(path for path in place.rglob("*") if path.is_file())
        names = [path.relative_to(place).as_posix() for path in files]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
        keep(study, "carried", pd.DataFrame({"file": names, "digest": digests}))


def limits(study, parts, tokens):
    """What one article cannot tell: the same asked of other methods and of shuffled text."""
    whole = ns.corpus_from([{"text": "\n\n".join(sorted(parts.texts)), "language": "en"}]).tokenize()
    for name in ("method_keywords", "method_agreement"):
        table = getattr(ns, name)(whole, n_resamples=100, rng=study.seed)
        keep(study, name, table, figure=getattr(ns.figures, name))
    keep(study, "words_needed", ns.words_needed(whole, rng=study.seed), figure=ns.figures.words_needed)
    half = len(parts) // 2
    two = ["\n\n".join(some) for some in (sorted(parts.texts)[:half], sorted(parts.texts)[half:])]
    two = [ns.corpus_from([{"text": text, "language": "en"}]).tokenize() for text in two]
    side_by_side = ns.compare_articles(*two, n_resamples=200, rng=study.seed)
    keep(study, "compare_articles", side_by_side, figure=ns.figures.compare_articles)
    keep(study, "aligned_sentences", ns.aligned_sentences(*two, n_shuffles=19), figure=ns.figures.aligned_sentences)
    content = tokens.drop("function words")
    for what in ("dispersion", "collocations", "topics"):
        table = ns.shuffled_baseline(content, what, topics=2, n_shuffles=19, rng=study.seed)
        keep(study, f"shuffled_{what}", table, figure=ns.figures.shuffled_baseline if what == "collocations" else None)


def page(study):
    """A report as HTML and PDF: its bytes hold those of all its figures, and the digests of its tables."""
    text = "The harbour closed on Monday. “We wait,” said Ada Moss. Moss could not say how long the storm would last."
    study.save_page(ns.article_report(ns.corpus_from([text]), aliases={"Ada Moss": ["Moss"]}), "report")


def main(out, files):
    with ns.Study(out, seed=0) as study:
        parts = study.read(files)
        parts = parts.with_metadata([{"id": name, "language": "en"} for name in parts.ids])
        tokens = parts.tokenize()
        words(study, parts, tokens)
        close_reading(study, parts, tokens)
        who(study, parts, ns.sample_article())
        terms(study, parts, tokens)
        cleaned(study, parts)
        voices(study)
        by_sentence = marks(study, parts.split("sentence"))
        change(study, parts.split("sentence"))
        topics(study, tokens, by_sentence)
        many_topics(study, parts)
        structure(study, parts)
        limits(study, parts, tokens)
        page(study)
        copies(study, parts)
        keep(study, "description", parts.describe())
        keep(study, "ledger", parts.ledger.table)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
