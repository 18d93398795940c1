"""One written form to its terms: what is cut off, what is dropped, and where each piece stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import whole, words
from newsstudy.text.forms import is_plain, kind, pieces, scan_options
from newsstudy.text.rules import OPTIONS, get_rule, term_form, term_rule

ALL_WHOLE = "unicode-1 emails=whole hashtags=whole hyphens=whole mentions=whole urls=whole"
ALL_DROPPED = "unicode-1 emails=drop hashtags=drop mentions=drop numbers=drop urls=drop"
OPTIONAL = {option: st.sampled_from(values) for option, values in OPTIONS.items() if option not in ("case", "words")}
RULES = st.fixed_dictionaries({}, optional=OPTIONAL | {"case": st.sampled_from(["fold", "keep"])}).map(
    lambda options: term_rule(**options)
)
SOME = st.sampled_from("aAsSnNtTlLéİßǅ7½'’ʼ‘＇-‐‑#＃@＠._:/wW?“”€😀 \n\u0301\u00ad\u200d漢")
FORMS = st.lists(SOME, min_size=1, max_size=12).map("".join)


def terms(form, rule):
    return [term for _, _, term in pieces(form, rule)]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Ukraine’s", ((0, 7, "ukraine"), (7, 11, "'s"))),
        ("UKRAINE'S", ((0, 7, "ukraine"), (7, 9, "'s"))),
        ("US’s", ((0, 2, "US"), (2, 6, "'s"))),
        ("G7’s", ((0, 2, "g7"), (2, 6, "'s"))),
        ("’s", ((0, 4, "'s"),)),
        ("Zoë‘s", ((0, 4, "zoë"), (4, 8, "'s"))),
        ("Kyivʼs", ((0, 4, "kyiv"), (4, 7, "'s"))),
        ("don’t", ((0, 7, "don't"),)),
        ("s", ((0, 1, "s"),)),
    ],
)
def test_pieces__possessive(form, expected):
    assert pieces(form, "news-en-1") == expected


def test_pieces__without_possessive_nothing_is_cut():
    assert pieces("Ukraine’s", "unicode-1") == ((0, 11, "ukraine's"),)
    assert pieces("Ukraine’s", "sklearn") == ((0, 11, "ukraine’s"),)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("don’t", ["do", "n't"]),
        ("DON'T", ["do", "n't"]),
        ("can’t", ["ca", "n't"]),
        ("won‘t", ["wo", "n't"]),
        ("we’ll", ["we", "'ll"]),
        ("they’re", ["they", "'re"]),
        ("I’ve", ["i", "'ve"]),
        ("I’m", ["i", "'m"]),
        ("she’d", ["she", "'d"]),
        ("it’s", ["it", "'s"]),
        ("shouldn’t’ve", ["should", "n't", "'ve"]),
        ("Kyivʼs", ["kyiv", "'s"]),
        ("o’clock", ["o'clock"]),
        ("O’Brien", ["o'brien"]),
        ("rock’n’roll", ["rock'n'roll"]),
        ("cannot", ["cannot"]),
        ("n’t", ["n't"]),
    ],
)
def test_pieces__english_clitics_as_the_penn_treebank_cuts_them(form, expected):
    assert terms(form, "unicode-1 clitics=en") == expected


@pytest.mark.parametrize(
    "form", ["don't", "can't", "we'll", "they're", "I've", "I'm", "she'd", "it's", "Ukraine's", "o'clock", "won't"]
)
def test_pieces__english_clitics_are_those_of_nltks_treebank_tokenizer(form):
    from nltk.tokenize import TreebankWordTokenizer

    assert terms(form, "unicode-1 case=keep clitics=en") == TreebankWordTokenizer().tokenize(form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("l’État", ["l'", "état"]),
        ("L’ONU", ["l'", "onu"]),
        ("qu’il", ["qu'", "il"]),
        ("jusqu’à", ["jusqu'", "à"]),
        ("d’abord", ["d'", "abord"]),
        ("aujourd’hui", ["aujourd'hui"]),
        ("d’aujourd’hui", ["d'", "aujourd'hui"]),
        ("Qu’aujourd’hui", ["qu'", "aujourd'hui"]),
        ("quelqu’un", ["quelqu'un"]),
        ("presqu’île", ["presqu'île"]),
        ("prud’hommes", ["prud'hommes"]),
        ("N’Golo", ["n'golo"]),
        ("O’Brien", ["o'brien"]),
        ("l’", ["l'"]),
    ],
)
def test_pieces__french_elisions(form, expected):
    assert terms(form, "unicode-1 clitics=fr") == expected


def test_pieces__french_elision_before_a_hyphenated_word():
    rule = "unicode-1 clitics=fr hyphens=whole"
    assert terms("l’avant‐garde", rule) == ["l'", "avant-garde"]
    assert terms("c’est‑à‑dire", rule) == ["c'est-à-dire"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [("dell’arte", ["dell'", "arte"]), ("L’Italia", ["l'", "italia"]), ("un’altra", ["un'", "altra"]), ("po", ["po"])],
)
def test_pieces__italian_elisions(form, expected):
    assert terms(form, "unicode-1 clitics=it") == expected


@pytest.mark.parametrize("form", ["7", "1,000", "3.5", "1’000", "½", "Ⅷ", "٣٤", "1_000", "1️⃣", "1990-2000", "2019-03-04"])
def test_pieces__numbers_without_a_letter_are_dropped(form):
    assert pieces(form, "unicode-1 hyphens=whole numbers=drop") == ()
    assert len(pieces(form, "unicode-1 hyphens=whole")) == 1


@pytest.mark.parametrize("form", ["3rd", "1990s", "G7", "5m", "COVID-19", "x"])
def test_pieces__numbers_with_a_letter_stay(form):
    assert terms(form, "unicode-1 hyphens=whole numbers=drop") == [form.lower()]


def test_pieces__the_possessive_of_a_dropped_number_stays():
    assert terms("G7’s", "news-en-1 numbers=drop") == ["g7", "'s"]
    assert pieces("1990’s", "news-en-1 numbers=drop") == ((4, 8, "'s"),)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("https://t.co/AbC", "https://t.co/AbC"),
        ("www.BBC.co.uk", "www.BBC.co.uk"),
        ("Desk@BBC.co.uk", "desk@bbc.co.uk"),
        ("＃ÉTÉ", "#été"),
        ("@BBC_News", "@bbc_news"),
        ("State‑of‐the-Art", "state-of-the-art"),
    ],
)
def test_pieces__what_stays_whole_is_one_term(form, expected):
    assert pieces(form, ALL_WHOLE) == ((0, len(form.encode()), expected),)


@pytest.mark.parametrize("form", ["https://t.co/AbC", "Desk@BBC.co.uk", "#Brexit", "@BBC"])
def test_pieces__the_possessive_goes_with_what_stays_whole_or_is_dropped(form):
    assert terms(f"{form}’s", ALL_WHOLE) == [term_form(form, ALL_WHOLE), "'s"]
    assert terms(f"{form}’s", ALL_DROPPED) == []
    assert terms(form, ALL_DROPPED) == []


def test_pieces__a_web_address_that_is_one_segment_is_a_word_where_addresses_are_split():
    assert terms("www.BBC.co.uk", "unicode-1") == ["www.bbc.co.uk"]


@pytest.mark.parametrize("form", ["?", "—", "%", "_", "«"])
def test_pieces__punctuation_is_kept_on_request(form):
    assert terms(form, "unicode-1 punctuation=keep") == [form]
    assert terms(form, "unicode-1 symbols=keep") == terms(form, "unicode-1") == []


@pytest.mark.parametrize("form", ["€", "+", "😀", "👩‍👩‍👧", "🇩🇪", "❤️"])
def test_pieces__symbols_are_kept_on_request(form):
    assert terms(form, "unicode-1 symbols=keep") == [form]
    assert terms(form, "unicode-1 punctuation=keep") == terms(form, "unicode-1") == []


def test_pieces__quotation_marks_of_one_kind_are_one_term():
    rule = "unicode-1 punctuation=keep"
    assert {terms(form, rule)[0] for form in '"“”„‟＂'} == {'"'}
    assert {terms(form, rule)[0] for form in "'‘’‚‛＇"} == {"'"}


@pytest.mark.parametrize("form", ["", " ", "\n", "\u00a0", "\u0301", "\u200b", "\x00", "\u0378"])
def test_pieces__blanks_controls_and_lone_marks_are_never_terms(form):
    assert kind(form) == "other"
    assert pieces(form, "unicode-1 punctuation=keep symbols=keep") == ()


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("https://bbc.co.uk", "url"),
        ("https://bbc.co.uk.", "word"),
        ("bbc.co.uk", "word"),
        ("www.bbc.co.uk’s", "url"),
        ("a@b.co", "email"),
        ("a@b", "word"),
        ("#G7", "hashtag"),
        ("#7", "word"),
        ("@user@mastodon.social", "mention"),
        ("state-of-the-art", "word"),
        ("#", "punctuation"),
        ("＠", "punctuation"),
        ("$", "symbol"),
    ],
)
def test_kind__is_known_from_the_form_itself(form, expected):
    assert kind(form) == expected


@given(form=FORMS, rule=RULES)
def test_pieces__stand_in_order_within_the_form_and_cut_no_code_point(form, rule):
    content = form.encode()
    place = 0
    for start, end, term in pieces(form, rule):
        assert place <= start < end <= len(content)
        assert content[start:end].decode()
        assert term
        place = end


@given(form=FORMS, rule=RULES)
def test_pieces__folded_pieces_are_the_terms_of_the_parts(form, rule):
    content = form.encode()
    assert [term for _, _, term in pieces(form, rule)] == [
        term_form(content[start:end].decode(), rule) for start, end, _ in pieces(form, rule)
    ]


@given(form=st.text(st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Lo"]), min_size=1, max_size=6), rule=RULES)
def test_is_plain__letters_only_are_one_term_under_every_rule(form, rule):
    if is_plain(form):
        assert pieces(form, rule) == ((0, len(form.encode()), term_form(form, rule)),)
        followed = form + "7"  # what the docstring says of letters and digits
        assert pieces(followed, rule) == ((0, len(followed.encode()), term_form(followed, rule)),)


def test_is_plain__an_apostrophe_that_is_a_letter_is_not_plain():
    assert not is_plain("Kyivʼs")


def test_scan_options__what_is_dropped_is_found_as_a_whole_first():
    bits = whole.WHOLE_URLS | whole.WHOLE_EMAILS | whole.WHOLE_HASHTAGS | whole.WHOLE_MENTIONS
    assert scan_options(get_rule("unicode-1")) == 0
    assert scan_options(get_rule("news-en-1")) == words.SPLIT_POSSESSIVE
    assert scan_options(get_rule(ALL_DROPPED)) == bits
    assert scan_options(get_rule(ALL_WHOLE)) == bits | whole.WHOLE_HYPHENS
    assert scan_options(get_rule("sklearn")) == words.PATTERN | words.FOLD
    assert scan_options(get_rule("unicode-1 punctuation=keep symbols=keep")) == words.PUNCTUATION | words.SYMBOLS
    assert scan_options(get_rule("unicode-1 case=keep clitics=en")) == words.SPLIT_POSSESSIVE
