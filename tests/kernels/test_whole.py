"""What stays in one piece: addresses, hashtags, mentions and hyphenated words, against regular expressions and by hand."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import whole
from newsstudy.kernels._jit import ready
from newsstudy.kernels.segments import segment_end
from newsstudy.text.tables import table

BITS = {
    "url": whole.WHOLE_URLS,
    "email": whole.WHOLE_EMAILS,
    "hashtag": whole.WHOLE_HASHTAGS,
    "mention": whole.WHOLE_MENTIONS,
    "hyphens": whole.WHOLE_HYPHENS,
}
ALL = tuple(BITS)
# Pieces that meet the rules often: signs, parts of addresses, letters of several scripts, marks, joiners, apostrophes.
SIGNS = "_.,:;!?'’ʼ＇\"“”()[]<>{}/\\^`|~*&%+=-‐‑–—#＃@＠…。（ \n\t\u00a0\u0301\u200d\u200c\u00ad\u3000\u0378\ue000◌😀€"
PARTS = """a b s S 7 é ж 漢 ا ½ Ⅷ ٣ // -- http:// https://t.co/ www. WWW. www.bbc.co.uk mailto: a@b.co bbc.co.uk .org x.y
#Brexit @BBC ’s 's state-of-the 👍🏽 £5m xn--p1ai \ufe0f\u20e3"""
SOME = st.one_of(st.sampled_from([*SIGNS, *PARTS.split()]), st.characters(exclude_categories=["Cs"]))
TEXTS = st.lists(SOME, max_size=14).map("".join)


def end_of(text, wanted, i=0):
    """The end in code points of what begins at text[i], or None."""
    data = ready(np.frombuffer(text.encode(), np.uint8), np.uint8)
    options = 0
    for name in wanted:
        options |= BITS[name]
    end = whole.whole_end(data, len(text[:i].encode()), 0, data.size, options, table("index"), table("records"))
    return None if end < 0 else len(data[:end].tobytes().decode())


def found(text, wanted):
    """Every whole thing of a text, found segment by segment."""
    data = ready(np.frombuffer(text.encode(), np.uint8), np.uint8)
    index, records = table("index"), table("records")
    options = 0
    for name in wanted:
        options |= BITS[name]
    out, i = [], 0
    while i < data.size:
        end = whole.whole_end(data, i, 0, data.size, options, index, records)
        if end > i:
            out.append(data[i:end].tobytes().decode())
            i = end
        else:
            i, _ = segment_end(data, i, data.size, index, records)
    return out


@given(text=TEXTS, wanted=st.sets(st.sampled_from(ALL), min_size=1))
def test_whole_end__agrees_with_the_regular_expressions(text, wanted, naive):
    boundaries = naive("words").boundaries
    for i in boundaries(text)[:-1]:
        assert end_of(text, wanted, i) == naive("whole").whole_end(text, i, wanted, boundaries)


@given(text=TEXTS, wanted=st.sets(st.sampled_from(ALL), min_size=1))
def test_whole_end__what_was_found_is_found_again_by_itself(text, wanted):
    for form in found(text, wanted):
        assert end_of(form, wanted) == len(form)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://www.bbc.co.uk/news/world-66000000, or not", ["https://www.bbc.co.uk/news/world-66000000"]),
        ("(https://en.wikipedia.org/wiki/Putin_(surname))", ["https://en.wikipedia.org/wiki/Putin_(surname)"]),
        ("[text](http://a.org/b) and http://a.org/[x]].", ["http://a.org/b", "http://a.org/[x]"]),
        ("“http://a.org/b?c=d&e=%20#f” 'http://a.org'", ["http://a.org/b?c=d&e=%20#f", "http://a.org"]),
        ("WWW.BBC.CO.UK/news... www.a", ["WWW.BBC.CO.UK/news", "www.a"]),
        ("www. www bbc.co.uk/news http:// http://-a ://x.org", []),
        ("ftp://a.org/x git+ssh://a.org/x", ["ftp://a.org/x", "git+ssh://a.org/x"]),
        ("https://пример.рф/путь。下 https://例え.jp/漢字？", ["https://пример.рф/путь。下", "https://例え.jp/漢字"]),
        ("<https://a.org> https://a.org|b https://a.org\u200bb", ["https://a.org"] * 3),
        ("https://user:pw@a.org:8080/", ["https://user:pw@a.org:8080/"]),
        ("https://bbc.co.uk’s page, https://bbc.co.uk's page", ["https://bbc.co.uk’s", "https://bbc.co.uk's"]),
        ("http://a.org—which", ["http://a.org"]),
    ],
)
def test_whole_end__urls(text, urls):
    assert found(text, ["url"]) == urls


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("write to john.doe+news@bbc.co.uk.", ["john.doe+news@bbc.co.uk"]),
        ("<o'brien@example.ie>; a@b.co", ["o'brien@example.ie", "a@b.co"]),
        ("a@b a@b.c a.@b.co a@.co @b.co a@b.12 5@3", []),
        ("почта@пример.рф a@xn--e1afmkfd.xn--p1ai", ["почта@пример.рф", "a@xn--e1afmkfd.xn--p1ai"]),
        ("a@b-c.org-", ["a@b-c.org"]),
        (f"{'a' * 64}@b.org {'a' * 65}@b.org", [f"{'a' * 64}@b.org"]),
        (f"a@{'b' * 251}.org a@{'b' * 252}.org", [f"a@{'b' * 251}.org"]),
        ("desk@bbc.co.uk’s", ["desk@bbc.co.uk’s"]),
    ],
)
def test_whole_end__emails(text, emails):
    assert found(text, ["email"]) == emails


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("#Brexit, #COP26! (#G7) “#été”", ["#Brexit", "#COP26", "#G7", "#été"]),
        ("#1 #2022 #_ # #! C#minor a_#b &#39; x/#frag #1️⃣ #️⃣", []),
        ("#2022election #_a #a_b ＃日本語 #выборы #हिन्दी", ["#2022election", "#_a", "#a_b", "＃日本語", "#выборы", "#हिन्दी"]),
        ("#می‌خواهم #a‌ b", ["#می‌خواهم", "#a"]),
        ("#a#b ##c #a-b", ["#a", "#c", "#a"]),
        ("#Brexit’s #Brexit'S #Brexit’still", ["#Brexit’s", "#Brexit'S", "#Brexit"]),
    ],
)
def test_whole_end__hashtags(text, hashtags):
    assert found(text, ["hashtag"]) == hashtags


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (".@BBC_News: via @realDonaldTrump…", ["@BBC_News", "@realDonaldTrump"]),
        ("@user.bsky.social. @user@mastodon.social, ＠ユーザー", ["@user.bsky.social", "@user@mastodon.social", "＠ユーザー"]),
        ("a@b x_@y @@z @10 @ @! https://medium.com/@user", []),
        ("@user’s @user-led @a@b", ["@user’s", "@user", "@a"]),
    ],
)
def test_whole_end__mentions(text, mentions):
    assert found(text, ["mention"]) == mentions


@pytest.mark.parametrize(
    ("text", "compounds"),
    [
        ("state-of-the-art, long‐range non‑EU", ["state-of-the-art", "long‐range", "non‑EU"]),
        ("1990-2000 COVID-19 555-1234", ["1990-2000", "COVID-19", "555-1234"]),
        ("a--b a- b -c a -- b a–b a—b U.S.-led a_-b a-\u0301b", []),
        ("cafe\u0301-bar a\u00ad-b", ["cafe\u0301-bar", "a\u00ad-b"]),
        ("Ukraine-Russia's qu’est-ce", ["Ukraine-Russia's", "qu’est-ce"]),
        ("東-京", ["東-京"]),
    ],
)
def test_whole_end__hyphenated_words(text, compounds):
    assert found(text, ["hyphens"]) == compounds


def test_whole_end__an_address_goes_before_a_hyphenated_word():
    assert found("john-smith@bbc.co.uk www.a-b.org a-b", ALL) == ["john-smith@bbc.co.uk", "www.a-b.org", "a-b"]


def test_whole_end__without_bits_nothing_is_whole():
    assert found("http://a.org a@b.co #a @a a-b", []) == []


def test_whole_end__a_url_ends_at_8000_bytes_and_not_within_a_code_point():
    assert len(found("http://" + "a" * 9000, ["url"])[0]) == 8000
    assert len(found("http://a" + "é" * 9000, ["url"])[0].encode()) == 8000
    assert len(found("http://" + "é" * 9000, ["url"])[0].encode()) == 7999


@pytest.mark.parametrize(
    "piece", ["http://", "a://b", "a.", "a+", "#1", "#", "@a", "@", "a@", "a@b.co-", "-a", "www.", "(", "a-\u0301", "#a’s"]
)
def test_whole_end__half_a_megabyte_in_one_line_takes_bounded_time(piece):
    data = ready(np.frombuffer((piece * (500_000 // len(piece.encode()))).encode(), np.uint8), np.uint8)
    options = sum(BITS.values())
    index, records = table("index"), table("records")
    before = time.process_time()
    i = 0
    while i < data.size:
        end = whole.whole_end(data, i, 0, data.size, options, index, records)
        i = end if end > i else segment_end(data, i, data.size, index, records)[0]
    assert time.process_time() - before < 20


@given(content=st.binary(max_size=40))
def test_whole_end__bytes_that_are_no_utf8_stay_within_bounds(content):
    data = ready(np.frombuffer(content, np.uint8), np.uint8)
    for i in range(data.size):
        end = whole.whole_end(data, i, 0, data.size, sum(BITS.values()), table("index"), table("records"))
        assert end == -1 or i < end <= data.size


def test_sign_kind__goes_by_the_general_category():
    kinds = []
    for sign in "?%—_€+😀🇩 \n\u0301a":
        data = ready(np.frombuffer(sign.encode(), np.uint8), np.uint8)
        kinds.append(int(whole.sign_kind(data, 0, data.size, table("index"), table("records"))))
    assert kinds == [1] * 4 + [2] * 4 + [0] * 4


def test_kernels__compile_for_one_signature():
    found("http://a.org a@b.co #a’s @a a-b", ALL)
    for name, value in vars(whole).items():
        if hasattr(value, "signatures"):
            assert len(value.signatures) <= 1, f"{name}: {value.signatures}"


def test_whole_end__the_quick_look_at_ascii_misses_nothing(naive):
    boundaries = naive("words").boundaries
    ends = [
        "",
        " ",
        "-",
        "-a",
        "_-a",
        "@b.co",
        ".a@b.co",
        "'a@b.co",
        "://a",
        ".a",
        "+a://b",
        "%@b.co",
        ",5-a",
        ";5-a",
        "é-a",
        "\u0301-a",
        ":a-b",
    ]
    for begin in ("a", "5", "_a", "www", "#a", "@a", " \u200dℹ", "ab5", "-", "\n"):
        for end in ends:
            text = begin + end
            assert end_of(text, ALL) == naive("whole").whole_end(text, 0, ALL, boundaries), text
