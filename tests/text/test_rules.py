"""Term rules: names that say what a rule is and find it again, refusals by name, and one apostrophe in texts and lists alike."""

import dataclasses
import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.text.function_words import function_words
from newsstudy.text.rules import OPTIONS, Rule, get_rule, list_form, protected_capitals, rule_names, term_form, without_folding

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "words"
DATA = pathlib.Path(ns.__file__).parent / "data"
WORD_OPTIONS = sorted(set(OPTIONS) - {"case", "words"})
COMPOSED = st.fixed_dictionaries({}, optional={option: st.sampled_from(OPTIONS[option]) for option in WORD_OPTIONS})


def test_term_rule__its_name_lists_what_differs_in_order():
    rule = ns.term_rule("unicode-1", numbers="drop", hyphens="whole", urls="split")
    assert rule.name == "unicode-1 hyphens=whole numbers=drop"
    assert ns.term_rule("news-en-1", possessive=False, protected=None).name == "news-en-1 possessive=false protected=none"
    assert ns.term_rule("news-en-1", sentences="unicode-1", clitics="fr").name == "news-en-1 clitics=fr sentences=unicode-1"


@pytest.mark.parametrize("name", ["news-en-1", "sklearn", "unicode-1"])
def test_term_rule__without_options_is_the_base(name):
    assert ns.term_rule(name) is not None
    assert ns.term_rule(name) == get_rule(name)
    assert ns.term_rule(get_rule(name)) == get_rule(name)


@given(base=st.sampled_from(["unicode-1", "news-en-1"]), options=COMPOSED, case=st.sampled_from(["fold", "keep"]))
def test_get_rule__finds_any_composed_rule_by_its_name(base, options, case):
    rule = ns.term_rule(base, case=case, **options)
    assert get_rule(rule.name) == rule
    assert all(getattr(rule, option) == value for option, value in options.items())
    assert ns.term_rule(rule.name) == ns.term_rule(rule) == rule


def test_term_rule__begins_with_a_composed_rule_too():
    rule = ns.term_rule("unicode-1 numbers=drop", urls="whole")
    assert rule.name == "unicode-1 numbers=drop urls=whole"
    assert ns.term_rule(rule, numbers="keep", urls="split") == get_rule("unicode-1")


def test_get_rule__options_in_any_order_are_one_rule_with_one_name():
    assert get_rule("unicode-1  numbers=drop hyphens=whole").name == "unicode-1 hyphens=whole numbers=drop"
    assert get_rule("unicode-1 numbers=keep") == get_rule("unicode-1")
    assert get_rule("sklearn case=keep").case == "keep"


def test_get_rule__sentences_belong_to_the_rule():
    assert {name: get_rule(name).sentences for name in rule_names()} == {
        "news-en-1": "news-en-1",
        "sklearn": "unicode-1",
        "unicode-1": "unicode-1",
        "word-runs-1": "unicode-1",
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": "drop"}, "no option 'number'; the options are case, clitics, emails, hashtags"),
        ({"numbers": "none"}, "numbers of a term rule cannot be 'none'; it is one of 'keep', 'drop'"),
        ({"urls": True}, "urls of a term rule cannot be True; it is one of 'split', 'whole', 'drop'"),
        ({"possessive": 1}, "possessive of a term rule cannot be 1; it is one of False, True"),
        ({"clitics": "de"}, "it is one of None, 'en', 'fr', 'it'"),
        ({"protected": "mine"}, "protected-capitals-en-1"),
        ({"words": "pattern"}, 'not with case="fold"'),
        ({"case": "lower"}, 'goes with words="pattern" only'),
        ({"words": "pattern", "case": "lower", "numbers": "drop"}, "numbers='drop' needs words=\"uax29\""),
    ],
)
def test_term_rule__wrong_options_are_refused_by_name(options, message):
    with pytest.raises(InputError, match=message):
        ns.term_rule(**options)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("news", "no term rule is called 'news'; the rules are news-en-1, sklearn, unicode-1"),
        ("", "no term rule is called ''"),
        ("unicode-1 whole", "'whole' is no option: write option=value"),
        ("unicode-1 numbers=none", "cannot be 'none'"),
        ("unicode-1 digits=drop", "no option 'digits'"),
        ("unicode-1 numbers=drop numbers=drop", "stands twice"),
        ("sklearn hyphens=whole", "hyphens='whole' needs"),
    ],
)
def test_get_rule__wrong_names_are_refused(name, message):
    with pytest.raises(InputError, match=message):
        get_rule(name)


def test_rule__made_by_hand_may_not_bear_the_name_of_another():
    assert Rule("unicode-1") == get_rule("unicode-1")
    assert Rule("unicode-1 numbers=drop", numbers="drop") == get_rule("unicode-1 numbers=drop")
    for wrong in ({"name": "unicode-1", "numbers": "drop"}, {"name": "unicode-1 numbers=drop"}, {"name": "news-en-1"}):
        with pytest.raises(InputError, match="means a rule of other options"):
            Rule(**wrong)
    for name in ("", "  ", None, 3):
        with pytest.raises(InputError, match="needs a name"):
            Rule(name)
    with pytest.raises(InputError, match='not with case="fold"'):
        Rule("mine", words="pattern")
    with pytest.raises(InputError, match="case of a term rule cannot be 'up'"):
        dataclasses.replace(get_rule("unicode-1"), name="mine", case="up")


def test_rule__made_by_hand_under_a_name_of_its_own_is_no_base():
    mine = Rule("mine", hyphens="whole")
    assert get_rule(mine) is mine
    with pytest.raises(InputError, match="'mine' is none; begin with news-en-1"):
        ns.term_rule(mine, numbers="drop")


def test_without_folding__keeps_every_other_option():
    assert without_folding(get_rule("news-en-1 numbers=drop")).name == "news-en-1 case=keep numbers=drop"
    assert without_folding(Rule("mine", numbers="drop")) == Rule("mine, case kept", case="keep", numbers="drop")


@pytest.mark.parametrize(
    ("word", "rule", "term"),
    [
        ("US", "news-en-1", "US"),
        ("Don’t", "unicode-1", "don't"),
        ("Don’t", "unicode-1 case=keep", "Don't"),
        ("ΑΣ", "sklearn", "ας"),
        ("US‑Russia", "news-en-1 hyphens=whole", "US-russia"),
        ("US‑Russia", "unicode-1", "us‑russia"),
        ("https://t.co/AbC", "unicode-1 urls=whole", "https://t.co/AbC"),
        ("Desk@BBC.co.uk", "unicode-1 emails=whole", "desk@bbc.co.uk"),
        ("＃US", "news-en-1 hashtags=whole", "#us"),
        ("＠BBC", "news-en-1 mentions=whole case=keep", "@BBC"),
        ("“", "unicode-1 punctuation=keep", '"'),
    ],
)
def test_term_form__one_word_under_a_rule(word, rule, term):
    assert term_form(word, rule) == term


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1", "unicode-1 case=keep", "unicode-1 hyphens=whole punctuation=keep"])
@pytest.mark.parametrize(("listed", "written"), [("don’t", "don't"), ("don't", "don’t"), ("don‘t", "don＇t"), ("donʼt", "don’t")])
def test_list_form__any_apostrophe_in_a_list_finds_any_in_a_text(rule, listed, written):
    assert list_form(listed, rule) == term_form(written, rule) == "don't"
    assert list_form(f"{listed} go", rule) == "don't go"


def test_list_form__scikit_learns_rule_takes_a_list_as_it_is():
    assert list_form("Don’t", "sklearn") == "Don’t"


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1"])
@pytest.mark.parametrize(("listed", "written"), [("don’t", "don't"), ("don't", "don’t"), ("DON＇T", "Don’t")])
def test_apostrophes__are_one_in_tokens_and_every_list_given_to_them(rule, listed, written):
    tokens = ns.corpus_from([f"They {written} know."]).tokenize(rule)
    assert tokens.keep([listed])[0] == ["don't"]
    assert tokens.drop([listed])[0] == ["they", "know"]
    assert tokens.keep(listed)[0] == ["don't"]
    assert tokens.window(listed, 1)[0] == ["they", "don't", "know"]
    assert len(ns.kwic(tokens, listed)) == 1
    assert tokens.locate(1)["text"] == written


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1"])
def test_apostrophes__are_one_in_the_lists_of_a_term_counter(rule):
    texts = ["They don’t know.", "They DON'T go."]
    assert ns.TermCounter(rule, stop_words=["don‘t"]).fit(texts).get_feature_names_out().tolist() == ["go", "know", "they"]
    counter = ns.TermCounter(rule, vocabulary=["Don’t", "go"])
    assert counter.fit_transform(texts).toarray().tolist() == [[1, 0], [1, 1]]
    assert counter.get_feature_names_out().tolist() == ["don't", "go"]
    assert ns.TermCounter(rule, vocabulary={"go": 0, "don’t": 1}).transform(texts).toarray().tolist() == [[0, 1], [1, 1]]
    with pytest.raises(InputError, match='"don\'t" stands twice'):
        ns.TermCounter(rule, vocabulary=["don't", "don’t"]).fit(texts)
    with pytest.raises(InputError, match='"don\'t" stands twice'):
        ns.TermCounter(rule, vocabulary={"don't": 0, "don’t": 1}).fit(texts)


def test_apostrophes__function_words_are_dropped_whatever_apostrophe_the_text_has():
    tokens = ns.corpus_from(["Snow isn’t here; it isn't. Kyiv’s"]).tokenize()
    assert tokens.drop("function words")[0] == ["snow", "kyiv"]


def test_apostrophes__are_one_in_a_reference_list():
    assert ns.ReferenceList(["don’t", "snow"], [9.0, 2.0]).rates(["don't"]).tolist() == [9.0]
    with pytest.raises(InputError, match='"don\'t" stands twice'):
        ns.ReferenceList(["don’t", "don't"], [9.0, 2.0])


def test_apostrophes__every_list_of_the_package_holds_the_forms_that_terms_have():
    assert all(list_form(word, rule) == word for word in function_words() for rule in ("unicode-1", "unicode-1 case=keep"))
    assert all(term_form(form, "news-en-1") == form for form in protected_capitals("protected-capitals-en-1"))
    # Cleaning and dates look at raw texts; all other lists are of words.
    for path in sorted(set(DATA.glob("*.json")) - set(DATA.glob("cleaning-*.json")) - set(DATA.glob("date-*.json"))):
        content = json.loads(path.read_text("utf-8"))
        lists = json.dumps({key: value for key, value in content.items() if key not in ("about", "source")}, ensure_ascii=False)
        assert not set("‘’ʼ＇“”„") & set(lists), f"{path.name}: a list holds a typographic apostrophe or quotation mark"
    from newsstudy.text.data_files import read_general_english

    terms, _ = read_general_english()
    assert [term for term in terms if set("‘’ʼ＇“”„") & set(term)] == []


def test_rules__counts_of_the_sample_article_under_composed_rules(naive):
    cases = json.loads((CASES / "article-rules.json").read_text("utf-8"))
    text = (DATA / "sample-article.txt").read_text("utf-8")
    for name, case in cases.items():
        assert get_rule(name).name == name
        counts = {}
        for _, _, term in naive("rules").tokens(text, name):
            counts[term] = counts.get(term, 0) + 1
        assert dict(sorted(counts.items())) == case["counts"]
        assert (sum(counts.values()), len(counts)) == (case["n_tokens"], case["n_terms"])


WIRE = (
    "BREAKING: “Don’t panic!” @BBC_News’s desk@bbc.co.uk says #Brexit’s cost is £5m (1,000 jobs), see https://t.co/AbC. "
    "State‑of‑the‑art 😀 G7’s 3rd plan"
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "unicode-1",
            "breaking don't panic bbc_news's desk bbc.co.uk says brexit's cost is 5m 1,000 jobs see https t.co abc "
            "state of the art g7 s 3rd plan",
        ),
        (
            "news-en-1 hashtags=whole mentions=drop numbers=drop",
            "breaking don't panic desk bbc.co.uk says #brexit 's cost is 5m jobs see https t.co abc "
            "state of the art g7 's 3rd plan",
        ),
        (
            "unicode-1 clitics=en emails=whole hashtags=drop hyphens=whole mentions=whole urls=whole",
            "breaking do n't panic @bbc_news 's desk@bbc.co.uk says cost is 5m 1,000 jobs see https://t.co/AbC "
            "state-of-the-art g7 's 3rd plan",
        ),
        (
            "unicode-1 emails=drop punctuation=keep symbols=keep urls=drop",
            "breaking : \" don't panic ! \" @ bbc_news's says # brexit's cost is £ 5m ( 1,000 jobs ) , see . "
            "state ‑ of ‑ the ‑ art 😀 g7 ' s 3rd plan",
        ),
    ],
)
def test_rules__a_wire_text_by_the_slow_tokenizer(rule, expected, naive):
    found = naive("rules").tokens(WIRE, rule)
    assert [term for _, _, term in found] == expected.split()
    content, place = WIRE.encode(), 0
    for start, end, term in found:
        assert place <= start < end
        assert term_form(content[start:end].decode(), rule) == term
        place = end


SIGNS = [*"aS7é漢'’-.#@_€“ \n\u0301", "http://", "b.co", "’s"]


@given(text=st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_rules__the_two_slow_tokenizers_agree_on_plain_rules(text, naive):
    for rule in ("unicode-1", "news-en-1"):
        content = [(term, len(text[:start].encode())) for term, start, _ in naive("words").words(text, rule)]
        assert [(term, start) for start, _, term in naive("rules").tokens(text, rule)] == content
