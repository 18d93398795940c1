"""Models and counts go out to other programs and come in again: the same topics, the same terms, nothing lost in silence."""

import gzip
import json
import pathlib
import types

import numpy as np
import pytest
from sklearn import decomposition
from sklearn.feature_extraction.text import CountVectorizer

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "topics"


@pytest.fixture(scope="module")
def counts(article):
    return article.split("paragraph").tokenize().drop("function words").count()


@pytest.fixture(scope="module")
def model(counts):
    return ns.LDA(3, max_iter=30).fit(counts)


def case(name):
    return json.loads((CASES / f"{name}.json").read_text("utf-8"))


def rows(table):
    table = np.asarray(table, dtype=float)
    return table / table.sum(axis=1, keepdims=True)


def distributions(model):
    """{term: probabilities in the topics}"""
    return dict(zip(model.feature_names_in_.tolist(), rows(model.components_).T, strict=True))


def of_gensim(name, part):
    """A stand-in with what gensim's model offers, from what gensim's model said."""
    state = types.SimpleNamespace(get_lambda=lambda: np.array(part["lambda"])) if "lambda" in part else None
    return type(name, (), {})(), {
        "get_topics": lambda: np.array(part["topics"]),
        "id2word": dict(enumerate(case("gensim")["id2word"])),
        **({"alpha": np.array(part["alpha"]), "eta": np.array(part["eta"]), "state": state} if state else {}),
    }


def stand_in(name, part):
    made, attributes = of_gensim(name, part)
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


# ---------------------------------------------------------------- gensim, scikit-learn, tomotopy


@pytest.mark.parametrize("name", ["lda", "learned"])
def test_topics_from__a_gensim_model_has_gensims_topics_and_priors(name):
    part = case("gensim")[name]
    found = ns.topics_from(stand_in("LdaModel", part))
    words = case("gensim")["id2word"]
    assert found.feature_names_in_.tolist() == sorted(words)
    theirs = dict(zip(words, np.array(part["topics"]).T, strict=True))
    for word, chances in distributions(found).items():
        np.testing.assert_allclose(chances, theirs[word], rtol=1e-9)
    assert found.doc_topic_prior_.tolist() == part["alpha"]
    assert found.topic_word_prior_ == (part["eta"][0] if name == "lda" else 0.0)
    if name == "lda":  # online updates leave about the number of tokens
        assert found.topic_sizes_.sum() == pytest.approx(101, rel=0.02)
    assert found.method_ == "imported: gensim LdaModel"
    assert ns.topic_terms(found).attrs["newsstudy"]["settings"]["method"] == "imported: gensim LdaModel"


def test_topics_from__shares_under_gensims_topics_are_near_gensims():
    spec = (CASES / "make.py").read_text("utf-8")
    texts = [line.strip().strip('",') for line in spec.split("TEXTS = [")[1].split("]")[0].strip().splitlines()]
    part = case("gensim")["lda"]
    found = ns.topics_from(stand_in("LdaModel", part))
    counts = ns.corpus_from(texts).tokenize().count().match(found)
    theirs = np.array([[shares[str(topic)] for topic in range(3)] for shares in part["shares"]])
    ours = found.transform(counts)
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).all()
    np.testing.assert_allclose(ours, theirs, atol=0.15)


def test_topics_from__a_gensim_nmf_is_an_nmf(counts):
    part = case("gensim")["nmf"]
    found = ns.topics_from(stand_in("Nmf", part))
    assert isinstance(found, ns.NMF)
    assert found.components_.shape == np.shape(part["topics"])
    assert len(ns.topic_terms(found, n=2)) == 6


def test_topics_from__a_tomotopy_model_has_its_topics_sizes_and_shares():
    part = case("tomotopy")
    source = types.SimpleNamespace(
        k=part["k"], alpha=part["alpha"], eta=part["eta"], used_vocabs=part["used_vocabs"],
        get_topic_word_dist=lambda topic: part["topics"][topic], get_count_by_topics=lambda: part["counts"],
        docs=[types.SimpleNamespace(get_topic_dist=lambda shares=shares: shares, uid=None) for shares in part["shares"]],
    )  # fmt: skip
    found = ns.topics_from(source)
    assert found.topic_sizes_.tolist() == part["counts"]
    theirs = dict(zip(part["used_vocabs"], np.array(part["topics"]).T, strict=True))
    for word, chances in distributions(found).items():
        np.testing.assert_allclose(chances, theirs[word], rtol=1e-5)
    tokens = found.components_ - found.topic_word_prior_
    np.testing.assert_allclose(tokens, np.round(tokens), atol=1e-3)  # tomotopy's counts are whole
    assert found.document_shares_.tolist() == part["shares"]
    assert "goal" in found.feature_names_in_
    assert "goes" not in found.feature_names_in_  # min_cf=2


def test_topics_from__scikit_learn_and_back(counts, model):
    texts = ["snow and rain on the road", "snow on the road", "the vote and the tax", "vote on tax and vote"]
    vectorizer = CountVectorizer().fit(texts)
    matrix = vectorizer.transform(texts)
    lda = decomposition.LatentDirichletAllocation(2, random_state=0).fit(matrix)
    found = ns.topics_from(lda, terms=vectorizer)
    np.testing.assert_array_equal(found.components_, lda.components_)
    assert found.topic_sizes_.sum() == pytest.approx(matrix.sum())
    back, terms = found.to_sklearn()
    assert terms == vectorizer.get_feature_names_out().tolist()
    np.testing.assert_allclose(back.transform(matrix), lda.transform(matrix), rtol=1e-9)
    np.testing.assert_allclose(back.perplexity(matrix), lda.perplexity(matrix), rtol=1e-9)
    ours, terms = model.to_sklearn()
    again = ns.topics_from(ours, terms=terms)
    assert again.components_.tobytes() == model.components_.tobytes()
    assert np.abs(again.transform(counts) - model.transform(counts)).max() < 0.2  # asymmetric priors became their mean


@pytest.mark.parametrize("beta_loss", ["frobenius", "kullback-leibler"])
def test_topics_from__scikit_learns_nmf_and_back(counts, beta_loss):
    ours = ns.NMF(3, beta_loss=beta_loss, max_iter=60).fit(counts)
    theirs, terms = ours.to_sklearn()
    weights = theirs.transform(counts.matrix.astype(float))
    assert weights.shape == (9, 3)
    np.testing.assert_allclose(weights, ours.transform(counts), atol=0.05)
    again = ns.topics_from(theirs, terms=terms)
    assert again.beta_loss == beta_loss
    assert again.components_.tobytes() == ours.components_.tobytes()
    assert again.transform(counts).tobytes() == ours.transform(counts).tobytes()


def test_to_gensim__parts_give_the_topics_again(model):
    parts = model.to_gensim()
    np.testing.assert_allclose(rows(parts["sstats"] + parts["eta"]), rows(model.components_), rtol=1e-12)
    assert parts["id2word"][0] == model.feature_names_in_[0]
    assert parts["alpha"] == model.doc_topic_prior_.tolist()


# ---------------------------------------------------------------- MALLET


def test_topics_from__a_mallet_state_is_counted():
    found = ns.topics_from(CASES / "state.txt")
    assert found.feature_names_in_.tolist() == ["council", "road", "snow", "vote"]
    expected = np.array([[0, 2, 2, 0], [1, 0, 0, 2]]) + 0.01
    np.testing.assert_allclose(found.components_, expected, rtol=1e-15)
    assert found.topic_sizes_.tolist() == [4.0, 3.0]
    assert found.doc_topic_prior_.tolist() == [0.5, 0.25]
    assert found.document_ids_ == ["harlow/pass 1.txt", "harlow/council.txt", "2", "harlow/cup.txt"]
    # MALLET's own formula for --output-doc-topics: (alpha + tokens) / (sum of alpha + length)
    np.testing.assert_allclose(found.document_shares_[1], [1.5 / 3.75, 2.25 / 3.75], rtol=1e-15)
    np.testing.assert_allclose(found.document_shares_[2], [0.5 / 0.75, 0.25 / 0.75], rtol=1e-15)


def test_counts_from__a_mallet_state_has_its_counts():
    counts = ns.counts_from(CASES / "state.txt")
    assert counts.to_pandas(wide=True).drop(columns="document", errors="ignore").to_numpy().sum() == 7
    assert counts.matrix.toarray().tolist() == [[0, 1, 2, 0], [1, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 1]]


def test_export_mallet__each_token_has_one_topic_and_all_are_there(counts, model, tmp_path):
    model.export(tmp_path / "state.gz", "mallet", counts=counts)
    assert gzip.decompress((tmp_path / "state.gz").read_bytes()).startswith(b"#doc source pos typeindex type topic\n#alpha : ")
    back = ns.counts_from(tmp_path / "state.gz")
    assert back.document_ids == counts.document_ids
    assert np.array_equal(back.matrix.toarray(), counts.matrix.toarray())
    found = ns.topics_from(tmp_path / "state.gz")
    assert found.doc_topic_prior_.tolist() == model.doc_topic_prior_.tolist()
    assert found.topic_word_prior_ == model.topic_word_prior_
    tokens = found.components_ - found.topic_word_prior_
    np.testing.assert_allclose(tokens.sum(axis=0), counts.term_counts)
    assert np.corrcoef(tokens.ravel(), (model.components_ - model.topic_word_prior_).ravel())[0, 1] > 0.8


def test_export_mallet__draws_are_those_of_the_chances(as_counts, tmp_path):
    matrix = np.array([[3000, 3000]])
    chances = ns.topics_from((np.array([[0.9, 0.1], [0.3, 0.7]]), ["a", "b"]))
    chances.doc_topic_prior_ = np.array([300.0, 100.0])
    counts = as_counts(matrix, terms=["a", "b"])
    chances.export(tmp_path / "state", "mallet", counts=counts)
    shares = chances.transform(counts)[0]
    expected = shares[:, None] * np.array([[0.9, 0.1], [0.3, 0.7]])
    expected = 3000 * expected / expected.sum(axis=0)
    drawn = np.zeros((2, 2))
    for line in (tmp_path / "state").read_text("utf-8").splitlines()[3:]:
        _, _, _, term, _, topic = line.split(" ")
        drawn[int(topic), int(term)] += 1
    assert np.abs(drawn - expected).max() < 4 * np.sqrt(3000 / 4)


def test_export__same_model_gives_the_same_bytes_and_another_seed_other_draws(counts, model, tmp_path):
    order = np.arange(len(counts))[::-1]
    backwards = ns.Counts(counts.matrix[order], counts.vocabulary, counts.documents.take(order), counts.rule)
    for name, given, rng in (("a", counts, 0), ("b", counts, 0), ("c", counts, 1), ("d", backwards, 0)):
        model.export(tmp_path / name, "mallet", counts=given, rng=rng)
    read = {name: (tmp_path / name).read_text("utf-8").splitlines() for name in "abcd"}
    assert read["a"] == read["b"]
    assert read["a"] != read["c"]
    tail = {name: sorted(line.split(" ", 1)[1] for line in read[name][3:]) for name in "ad"}
    assert tail["a"] == tail["d"]


def test_export_mallet_weights__comes_back_to_the_bit(model, tmp_path):
    model.export(tmp_path / "weights.txt", "mallet_weights")
    found = ns.topics_from(tmp_path / "weights.txt")
    assert found.components_.tobytes() == model.components_.tobytes()
    assert found.feature_names_in_.tolist() == model.feature_names_in_.tolist()
    assert found.topic_word_prior_ == model.components_.min()


def test_export_mallet_keys_and_doc_topics__say_what_the_tables_say(counts, model, tmp_path):
    model.export(tmp_path / "keys.txt", "mallet_keys", n=4)
    table = ns.topic_terms(model, n=4)
    for topic, line in enumerate((tmp_path / "keys.txt").read_text("utf-8").splitlines()):
        number, alpha, terms = line.split("\t")
        assert (int(number), float(alpha)) == (topic, model.doc_topic_prior_[topic])
        assert terms.split() == table.loc[table["topic"] == topic, "term"].tolist()
    model.export(tmp_path / "docs.txt", "mallet_doc_topics", counts=counts)
    lines = [line.split("\t") for line in (tmp_path / "docs.txt").read_text("utf-8").splitlines()]
    assert [line[1] for line in lines] == counts.document_ids
    assert [float(share) for line in lines for share in line[2:]] == ns.document_topics(model, counts)["share"].tolist()


def test_export_mallet__phrases_are_joined_and_two_that_would_be_one_are_refused(as_counts, tmp_path):
    counts = as_counts(np.eye(2, dtype=int) * 3, terms=["rain", "snow fall"])
    ns.LDA(2, max_iter=3).fit(counts).export(tmp_path / "state", "mallet", counts=counts)
    assert ns.topics_from(tmp_path / "state").feature_names_in_.tolist() == ["rain", "snow_fall"]
    counts = as_counts(np.eye(2, dtype=int) * 3, terms=["snow fall", "snow_fall"])
    with pytest.raises(InputError, match="would be one"):
        ns.LDA(2, max_iter=3).fit(counts).export(tmp_path / "state", "mallet", counts=counts)


DAMAGED = {
    "another head": lambda lines: ["#doc pos typeindex type topic", *lines[1:]],
    "no alpha": lambda lines: [lines[0], "#alpha : ", *lines[2:]],
    "alpha of nothing": lambda lines: [lines[0], "#alpha : x", *lines[2:]],
    "a topic too many": lambda lines: [*lines, "4 NA 0 0 snow 2"],
    "a term of two numbers": lambda lines: [*lines, "4 NA 0 0 rain 1"],
    "a broken line": lambda lines: [*lines, "4 NA 0"],
    "no tokens": lambda lines: lines[:3],
    "a wild number": lambda lines: [*lines, "99999999999 NA 0 0 snow 1"],
    "a far document": lambda lines: [*lines, "2000000000 NA 0 0 snow 1"],
    "nothing but a head": lambda lines: lines[:1],
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("packed", [False, True])
def test_topics_from__names_what_is_wrong_with_a_state(damage, packed, tmp_path):
    lines = (CASES / "state.txt").read_text("utf-8").splitlines()
    content = ("\n".join(damage(lines)) + "\n").encode()
    (tmp_path / "state").write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(ReadError, match="state"):
        ns.topics_from(tmp_path / "state")


def test_topics_from__names_a_file_that_is_cut_or_unknown(tmp_path):
    packed = gzip.compress((CASES / "state.txt").read_bytes())
    (tmp_path / "cut.gz").write_bytes(packed[:-12])
    with pytest.raises(ReadError, match=r"cut\.gz"):
        ns.topics_from(tmp_path / "cut.gz")
    (tmp_path / "model.pkl").write_bytes(b"\x80\x04\x95")
    with pytest.raises(ReadError, match="only they"):
        ns.topics_from(tmp_path / "model.pkl")
    with pytest.raises(MissingFileError):
        ns.topics_from(tmp_path / "nothing")


# ---------------------------------------------------------------- pyLDAvis, arrays, our own


def test_pyldavis__input_comes_back_with_the_same_topics(counts, model, tmp_path):
    parts = model.to_pyldavis(counts)
    assert sorted(parts) == ["doc_lengths", "doc_topic_dists", "term_frequency", "topic_term_dists", "vocab"]
    np.testing.assert_allclose(parts["topic_term_dists"].sum(axis=1), 1)
    np.testing.assert_allclose(parts["doc_topic_dists"].sum(axis=1), 1)
    assert parts["doc_lengths"].sum() == parts["term_frequency"].sum() == counts.total
    model.export(tmp_path / "vis.json", "pyldavis", counts=counts)
    for source in (parts, tmp_path / "vis.json"):
        found = ns.topics_from(source)
        np.testing.assert_allclose(rows(found.components_), rows(model.components_), rtol=1e-12)
        np.testing.assert_allclose(found.topic_sizes_, (parts["doc_topic_dists"] * parts["doc_lengths"][:, None]).sum(axis=0))
    with pytest.raises(InputError, match="doc_lengths is missing"):
        ns.topics_from({name: value for name, value in parts.items() if name != "doc_lengths"})


def test_topics_from__bare_topics_get_sizes_from_counts(counts):
    chances = [[0.5, 0.5, 0.0], [0.0, 0.1, 0.9]]
    plain = ns.topics_from((chances, ["ukraine", "trump", "iran"]))
    assert plain.feature_names_in_.tolist() == ["iran", "trump", "ukraine"]
    assert plain.components_.tolist() == [[0.0, 0.5, 0.5], [0.9, 0.1, 0.0]]
    assert not hasattr(plain, "topic_sizes_")
    sized = ns.topics_from((chances, ["ukraine", "trump", "iran"]), counts)
    n_tokens = counts.match(plain).total
    assert sized.topic_sizes_.sum() == pytest.approx(n_tokens)
    np.testing.assert_allclose(rows(sized.components_), rows(plain.components_))
    with pytest.raises(InputError, match="no term of the model"):
        ns.topics_from((chances, ["x", "y", "z"]), counts)


def test_topics_from__opens_a_folder_of_ours(counts, model, tmp_path):
    model.save(tmp_path / "model")
    assert ns.topics_from(tmp_path / "model").components_.tobytes() == model.components_.tobytes()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (([[1.0, 2.0]], ["a"]), "1 terms for 2 columns"),
        (([[1.0, 2.0]], ["a", "a"]), "'a' stands twice"),
        (([[1.0, 0.0]], ["a", "b"]), "'b' has no weight"),
        (([[1.0], [0.0]], ["a"]), "a topic has no weight"),
        (([[1.0, -1.0]], ["a", "b"]), "from 0"),
        (([[1.0, float("nan")]], ["a", "b"]), "from 0"),
        (([1.0], ["a"]), "rows and columns"),
        (([["x"]], ["a"]), "numbers"),
        (([[1.0]], None), "terms"),
        (42, "int"),
        ({}, "missing"),
    ],
)
def test_topics_from__says_what_is_wrong_with_a_source(source, words):
    with pytest.raises(InputError, match=words):
        ns.topics_from(source)


def test_topics_from__asks_for_terms_that_are_not_there(known):
    theirs = decomposition.LatentDirichletAllocation(2, max_iter=1, random_state=0).fit(known[0][:9])
    with pytest.raises(InputError, match="terms="):
        ns.topics_from(theirs)
    with pytest.raises(InputError, match="not fitted"):
        ns.topics_from(decomposition.NMF(2), format="sklearn")
    with pytest.raises(InputError, match="of ours already"):
        ns.topics_from(ns.LDA(2, max_iter=2).fit(known[0]))
    with pytest.raises(InputError, match="format"):
        ns.topics_from(theirs, format="bertopic")


def test_imported_models__are_read_saved_and_opened_as_any_other(counts, model, tmp_path):
    model.export(tmp_path / "state", "mallet", counts=counts)
    found = ns.topics_from(tmp_path / "state")
    ns.schemas.TOPIC_TERMS.check(ns.topic_terms(found))
    ns.schemas.DOCUMENT_TOPICS.check(ns.document_topics(found, counts))
    assert found.perplexity(counts) > 1
    found.save(tmp_path / "saved")
    opened = ns.open_model(tmp_path / "saved")
    assert opened.transform(counts).tobytes() == found.transform(counts).tobytes()
    assert opened.document_ids_ == found.document_ids_
    assert opened.document_shares_.tobytes() == found.document_shares_.tobytes()


@pytest.mark.parametrize("format", ["mallet", "mallet_doc_topics", "pyldavis"])
def test_export__needs_the_documents_where_it_writes_them(model, format, tmp_path):
    with pytest.raises(InputError, match="counts="):
        model.export(tmp_path / "file", format)
    assert list(tmp_path.iterdir()) == []


def test_export__refuses_what_a_format_cannot_hold(counts, model, tmp_path):
    nmf = ns.NMF(2).fit(counts)
    with pytest.raises(InputError, match="a form of LDA"):
        nmf.export(tmp_path / "state", "mallet", counts=counts)
    with pytest.raises(InputError, match="a form of LDA"):
        nmf.to_gensim()
    with pytest.raises(InputError, match="format must be"):
        model.export(tmp_path / "x", "bin")
    with pytest.raises(InputError, match="not fitted"):
        ns.LDA(2).export(tmp_path / "x", "mallet_weights")
    with pytest.raises(InputError, match="is a folder"):
        model.export(tmp_path, "mallet_weights")
