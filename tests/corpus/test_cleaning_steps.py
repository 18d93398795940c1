"""What each step of cleaning takes out, and what it leaves alone. All names, places and stories are invented."""

import time

import pytest

import newsstudy as ns
from newsstudy.corpus.cleaning import STEPS
from newsstudy.errors import InputError

STORY = "Snow fell in the north on Monday, and most roads were closed by noon, the council said."


def after(step, text, **options):
    """The text after one step; unchanged where it says nothing to it, "" where nothing is left."""
    texts = ns.corpus_from([text]).clean([ns.cleaning_step(step, **options)]).texts
    return texts[0] if texts else ""


CHANGED = [
    # step, text before, text after
    ("fix_mojibake", "cafÃ© in MÃ¼nchen", "café in München"),
    ("fix_mojibake", "He said â€œnoâ€\x9d â€” twice.", "He said “no” — twice."),
    ("fix_mojibake", "“Straight” and 'curly’ quotes, but cafÃ©", "“Straight” and 'curly’ quotes, but café"),
    ("fix_mojibake", "ÃƒÂ¼ber", "über"),
    ("html_leftovers", "AT&amp;T rose&nbsp;2&#37;.", "AT&T rose\xa02%."),
    ("html_leftovers", "AT&amp;amp;T", "AT&T"),
    ("html_leftovers", "<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
    ("html_leftovers", "One.<br/>Two.<BR>\nThree.", "One.\nTwo.\nThree."),
    ("html_leftovers", "A<!-- hidden\nlines -->B<script type='x'>if (a < b) { c(); }</script>C<style>p{}</style>D", "ABCD"),
    ("html_leftovers", "&lt;p&gt;Told.&lt;/p&gt;", "Told."),
    ("html_leftovers", '<a href="https://example.org/?a=1&amp;b=2" target=_blank>link</a>', "link"),
    ("html_leftovers", "<![CDATA[Words.]]>", "Words."),
    ("control_characters", "\ufeffa\x00b\u200bc\u200e\x07", "abc"),
    ("ligatures", "The ﬁrst oﬃce ﬂat", "The first office flat"),
    ("hyphenation", "an exam-\nple of it", "an example\nof it"),
    ("hyphenation", "an exam\u00ad\nple, of it", "an example,\nof it"),
    ("hyphenation", "a soft hy\u00adphen", "a soft hyphen"),
    ("hyphenation", "a long-term plan, and the long-\nterm view", "a long-term plan, and the long-term\nview"),
    ("agency_slug", f"LONDON (Reuters) - {STORY}", STORY),
    ("agency_slug", f"LONDON, March 3 (Reuters) – {STORY}", STORY),
    ("agency_slug", f"LONDON/PARIS, March 3 (Reuters) -- {STORY}", STORY),
    ("agency_slug", f"WASHINGTON (AP) — {STORY}", STORY),
    ("agency_slug", f"(AP) — {STORY}", STORY),
    ("agency_slug", f"RIO DE JANEIRO, 3 mars (AFP) - {STORY}", STORY),
    ("agency_slug", f"Frankfurt am Main (dpa/lhe) - {STORY}", STORY),
    ("agency_slug", f"Berlin/Hamburg (dpa) - {STORY}", STORY),
    ("agency_slug", f"Wien (APA) - {STORY}", STORY),
    ("agency_slug", f"Madrid, 3 mar (EFE).- {STORY}", STORY),
    ("agency_slug", f"(ANSA) - ROMA, 03 MAR - {STORY}", STORY),
    ("agency_slug", f"MOSCOW, March 3. /TASS/. {STORY}", STORY),
    ("agency_slug", f"NEW YORK, April 5, 2013 /PRNewswire/ -- {STORY}", STORY),
    ("agency_slug", f"BEIJING, March 3 (Xinhua) -- {STORY}", STORY),
    ("agency_slug", f"SYDNEY, March 3 AAP - {STORY}", STORY),
    ("agency_slug", f"Snow closes roads\n\nBy Ann Smith\n\nOSLO (Reuters) - {STORY}",
     f"Snow closes roads\n\nBy Ann Smith\n\n{STORY}"),
    ("dateline", f"KYIV, Ukraine — {STORY}", STORY),
    ("dateline", f"SÃO PAULO -- {STORY}", STORY),
    ("byline", f"By Ann Smith\n\n{STORY}", STORY),
    ("byline", f"Snow closes roads\nBy Ann Smith and Bo Lee, Staff Writers\n\n{STORY}", f"Snow closes roads\n\n{STORY}"),
    ("byline", f"Von Änne Müller-Öz\n{STORY}", STORY),
    ("agency_credit", f"{STORY}\n\n(Reporting by Ann Smith in Oslo; Editing by Bo Lee)", STORY),
    ("agency_credit", f"{STORY} (Additional reporting by Ann Smith (Oslo); writing by Bo Lee)", STORY),
    ("agency_credit", f"{STORY}\n\nBo Lee in Oslo contributed to this report.", STORY),
    ("agency_credit", f"{STORY}\n\ndpa abc xyzz n1 de", STORY),
    ("agency_credit", f"{STORY}\n\nAFP", STORY),
    ("agency_credit", f"{STORY}\n\nabc/xyz/dpa/Reuters", STORY),
    ("captions", f"{STORY}\n\nPhoto: A bridge in the snow.\n\n{STORY}", f"{STORY}\n\n{STORY}"),
    ("captions", f"A bridge in the snow, Oslo, March 3. REUTERS/Ann Smith\n\n{STORY}", STORY),
    ("captions", f"{STORY}\nA bridge. (AP Photo/Ann Smith)", STORY),
    ("captions", f"Ein Bild der Brücke. Foto: Änne Müller/dpa\n{STORY}", STORY),
    ("captions", f"FILE - In this March 3 photo a bridge is seen.\n{STORY}", STORY),
    ("correction_notice", f"{STORY}\n\nCorrection: An earlier headline named another month.", STORY),
    ("correction_notice", f"An earlier version of this article misspelled a name.\n\n{STORY}", STORY),
    ("correction_notice", f"(Corrects name in paragraph 3)\n\n{STORY}", STORY),
    ("correction_notice", f"{STORY}\n\nIn einer früheren Version dieses Artikels stand ein anderer Name.", STORY),
    ("promotion", f"{STORY}\n\nRead more: Ten tips for winter\n\n{STORY}", f"{STORY}\n\n{STORY}"),
    ("promotion", f"{STORY}\nADVERTISEMENT\n{STORY}", f"{STORY}\n{STORY}"),
    ("promotion", f"{STORY}\n► Lesen Sie auch: Zehn Tipps für den Winter", STORY),
    ("promotion", f"{STORY}\n\nFollow us on Facebook and Instagram.", STORY),
    ("promotion", f"À lire aussi : Dix conseils\n{STORY}", STORY),
    ("subscription_notice", f"{STORY}\n\nSign up for our newsletter", STORY),
    ("subscription_notice", f"{STORY}\n\nAlready a subscriber? Log in\nSubscribe", STORY),
    ("subscription_notice", f"Réservé aux abonnés\n\n{STORY}", STORY),
    ("copyright_notice", f"{STORY}\n\n© 2019 The Northern Post", STORY),
    ("copyright_notice", f"{STORY}\n\nCopyright 2019 The Northern Post. All Rights Reserved", STORY),
    ("copyright_notice", f"{STORY}\n\n(c) 2019 Northern News", STORY),
    ("web_addresses", "See https://example.org/a(b)?c=1, and (www.example.com).", "See, and."),
    ("web_addresses", "Write to desk@news.example.org. <https://t.co/abc>", "Write to."),
    ("blanks", "\n One\xa0 two\u2009three \t\n\n\n \nFour\r\nfive \n", "One two three\n\nFour\nfive"),
]  # fmt: skip

KEPT = [
    (
        "promotion",
        "Profits of the company rose to three dollars a\nshare.\nIt had been two dollars the year before, the\ncompany said.",
    ),
    ("subscription_notice", "The banks of the north were asked whether they would\nsubscribe to new shares of the company."),
    ("byline", "The plan had been put forward on Monday in the north\nby Ann Smith, Minister"),
    ("html_leftovers", "Shares of Northern Steel <U> and Sledges <S> rose, <P.N> did not, and <I> stayed."),
    ("agency_slug", f"CANADIAN PAPERS (CP) rose. {STORY}"),
    ("dateline", f"CORRECTED - {STORY}"),
    ("dateline", f"U.S. COLD STORAGE STOCKS - {STORY}"),
    ("fix_mojibake", "Ça va, Ärger, São Paulo — “quoted” ‘text’ … Ã? Â£5"[:38]),
    ("html_leftovers", "a < b and c > d, <3, AT&T, R&D; &unknown; x<y"),
    ("control_characters", "tab\t and line\n, joiner \u200d, non-joiner \u200c"),
    ("hyphenation", "North-\nSouth talks and 1914-\n18 and a dash -\nhere"),
    ("unwrap_lines", f"{STORY}\n{STORY}\n{STORY}\n{STORY} {STORY}\n{STORY}"),
    ("unwrap_lines", "Roses\nViolets\nSugar\nAnd so\nAre you\n"),
    ("agency_slug", f"The agency (AP) said it would snow. {STORY}"),
    ("agency_slug", f"LONDON (Northern Chess Club) - {STORY}"),
    ("agency_slug", f"{STORY} (Reuters)"),
    ("agency_slug", f"The chief of the north, who had long said that it would snow (AP) — {STORY}"),
    ("dateline", "BREXIT - the story so far"),
    ("dateline", f"A well-known place - {STORY}"),
    ("byline", "By Monday, the roads were closed.\nBy the time it was over"),
    ("agency_credit", f"{STORY} (see page 3)"),
    ("captions", f"Photographers came. The photo showed a bridge, he told Reuters.\nThe image of the town: better. {STORY}"),
    ("correction_notice", f"Corrections officers were on strike. {STORY}"),
    ("promotion", f"Read more slowly, she said, and {STORY} {STORY} {STORY}"),
    ("promotion", f"Advertisements for sledges rose. {STORY}"),
    ("subscription_notice", f"Subscribers to the theatre rose in number. {STORY}"),
    ("copyright_notice", f"Copyright law is old. {STORY} It paid (c) nothing."),
    ("web_addresses", "He tweeted @annsmith at 3 @ home, www is a name, a@b"),
    ("blanks", "One two.\n\nThree four.\nFive."),
]


@pytest.mark.parametrize(("step", "before", "expected"), CHANGED)
def test_step__takes_out_what_it_says(step, before, expected):
    assert after(step, before) == expected


@pytest.mark.parametrize(("step", "text"), KEPT)
def test_step__leaves_alone_what_only_looks_like_it(step, text):
    assert after(step, text) == text


@pytest.mark.parametrize("step", [step.name for step in STEPS if not step.looks_at_all])
def test_step__has_nothing_to_do_in_plain_prose(step, article):
    assert after(step, STORY) == STORY
    left = article.clean([step])
    if step != "blanks":
        assert left.texts == article.texts


def test_unwrap_lines__joins_what_was_broken_to_a_width_and_keeps_paragraphs():
    wrapped = (
        "Snow fell in the north on Monday, and most roads were\nclosed by noon, the council said. Trains ran late, and some\n"
        "did not run at all. The airport stayed open, but half of\nits flights were cancelled before breakfast.\n\n"
        "On Tuesday a thaw set in. Water stood in the streets of the\nold town, and well-\nknown shops were closed."
    )
    assert after("unwrap_lines", wrapped) == (
        "Snow fell in the north on Monday, and most roads were closed by noon, the council said. Trains ran late, and some "
        "did not run at all. The airport stayed open, but half of its flights were cancelled before breakfast.\n\n"
        "On Tuesday a thaw set in. Water stood in the streets of the old town, and well-\nknown shops were closed."
    )


def test_boilerplate__takes_out_lines_that_recur_in_a_source_and_only_there():
    slogan = "The Northern Post: news for all of the north."
    rows = [{"text": f"Story {n} begins.\n\n{slogan}\n\nAnd ends {n}.", "source": "Post"} for n in range(6)]
    rows += [{"text": f"Story {n} elsewhere.\n\n{slogan}", "source": "Gazette"} for n in range(4)]
    cleaned = ns.corpus_from(rows).clean(["boilerplate"])
    assert cleaned.where("source == 'Post'").texts == [f"Story {n} begins.\n\nAnd ends {n}." for n in range(6)]
    assert cleaned.where("source == 'Gazette'").texts == [row["text"] for row in rows[6:]]
    again = ns.corpus_from(rows[::-1]).clean(["boilerplate"])
    assert again.texts == cleaned.texts[::-1]


def test_boilerplate__a_story_that_was_stored_many_times_is_no_boilerplate():
    corpus = ns.corpus_from([f"{STORY}\n\nA second paragraph of the same story."] * 9)
    assert corpus.clean(["boilerplate"]).texts == corpus.texts


def test_boilerplate__thresholds_and_numbers():
    rows = [f"Text {n} of its own.\nPublished at 1{n}:30 on March {n}" for n in range(9)]
    assert ns.corpus_from(rows).clean(["boilerplate"]).texts == rows
    folded = ns.cleaning_step("boilerplate", fold_digits=True, min_documents=9)
    assert ns.corpus_from(rows).clean([folded]).texts == []  # "Text 0 of its own." recurs too
    strict = ns.cleaning_step("boilerplate", fold_digits=True, min_characters=25, min_share=1.0)
    assert ns.corpus_from(rows).clean([strict]).texts == [row.split("\n")[0] for row in rows]


HOSTILE = [
    "<p " * 60_000, "&lt;p " * 40_000, "<!--" * 50_000, "<script>" * 30_000, "(" * 200_000, " " * 200_000, "-\n" * 100_000,
    "@" * 200_000, "a@" * 100_000, "By " + "A " * 70, "By " + "Aa, " * 35, "(Reporting by " * 20_000, "LONDON " * 30_000,
    "/A" * 100_000, "x\n" * 100_000, "\t" * 100_000 + "\n", "http://" * 30_000, "Ã©" * 50_000, "&amp;" * 50_000,
    "é" * 1_100_000, "\u00ad\n" * 50_000, "(" + "a (b) " * 20_000, "REUTERS/" * 30_000, "Photo: " + "a/" * 300,
    "\r" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_step__hostile_text_takes_no_longer_than_any_other(step):
    corpus = ns.corpus_from(HOSTILE)
    start = time.process_time()
    cleaned = corpus.clean([step])
    assert time.process_time() - start < 20
    assert cleaned.uncleaned().texts == [text for text, name in zip(HOSTILE, corpus.ids, strict=True) if name in cleaned]


# ----------------------------------------------------------------------------------------------------------- the list itself


def test_cleaning_steps__are_a_table_with_one_line_for_each():
    table = ns.cleaning_steps()
    ns.schemas.CLEANING_STEPS.check(table)
    assert table["step"].is_unique
    assert all(len(line) < 120 and "\n" not in line for line in table["explanation"])
    assert table.set_index("step").loc["boilerplate", "options"].startswith("min_documents=5, min_share=0.01")
    assert table.loc[table["needs"] != "", "step"].tolist() == ["fix_mojibake"]
    assert table.loc[table["looks_at_all"], "step"].tolist() == ["boilerplate"]


def test_fix_mojibake__says_what_to_install_where_ftfy_is_missing(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ftfy", None)
    with pytest.raises(InputError, match=r'pip install "newsstudy\[readers\]"'):
        ns.corpus_from(["cafÃ©"]).clean(["fix_mojibake"])
