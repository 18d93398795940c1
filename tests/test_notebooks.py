"""The notebooks run on other people's texts: one cell at the top is changed, everything below it stays."""

import ast
import json
import pathlib
import re

import pytest

import newsstudy as ns
from newsstudy.figures._figure import Figure
from newsstudy.study import notebooks, study
from newsstudy.study.notebook_form import load

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = ("01_the_article", "02_keywords", "03_topics")

ONE_PARAGRAPH = (
    "The harbour was closed on Monday. Nobody told the fishermen why the harbour was closed. The mayor said that the harbour "
    "would open again when the storm was over, and the storm, he said, was not over. On Friday the fishermen left."
)
GERMAN = """\
Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss zu sperren. Die Brücke ist hundert Jahre alt.

Der Bürgermeister sagte, die Brücke sei nicht sicher. Die Händler am anderen Ufer protestierten gegen den Beschluss des Rates.

Niemand weiß, wann die Brücke wieder öffnet. Der Bürgermeister verwies auf ein Gutachten, das der Rat im März bestellt hatte.

„Wir warten“, sagte eine Händlerin. Sie verkauft seit dreißig Jahren Fisch am Fluss. Ohne Brücke kommen die Kunden nicht."""
ARABIC = """\
قررت بلدية المدينة يوم الاثنين إغلاق الجسر القديم فوق النهر. عمر الجسر مئة عام.

قال رئيس البلدية إن الجسر غير آمن. احتج التجار على القرار. «نحن ننتظر»، قالت تاجرة في السوق.

لا أحد يعرف متى يفتح الجسر من جديد. طلبت البلدية تقريرا عن الجسر في شهر مارس.

تبيع التاجرة السمك قرب النهر منذ ثلاثين عاما. بدون الجسر لا يأتي الزبائن إلى السوق."""
CHINESE = """\
市政府星期一决定关闭河上的旧桥。这座桥有一百年的历史。

市长说这座桥不安全。对岸的商人抗议市政府的决定。“我们在等待，”一位商人说。

没有人知道桥什么时候重新开放。市政府三月要求了一份关于桥的报告。

这位商人在河边卖鱼三十年。没有桥，顾客不来。"""
NO_SENTENCE_MARKS = (
    "the council met on monday and talked about the bridge which is old and the mayor said the bridge is not safe and nobody "
    "knows when it opens again while the traders on the other bank wait for customers and the council waits for a report"
)
WORDS = ("市政府", "星期一", "决定", "市长", "商人", "没有", "报告", "顾客", "安全", "历史", "等待", "三十年")


def by_a_list(text):
    """The words of the list, and every other sign by itself: bad Chinese, but words."""
    return re.findall("|".join([*WORDS, "."]), text, flags=re.S)


def speeches(n_words):
    """State of the Union addresses, one after the other."""
    lines = (ROOT / "tests" / "cases" / "sotu" / "speeches.jsonl").read_text("utf-8").splitlines()
    return " ".join("\n\n".join(json.loads(line)["text"] for line in lines).split(" ")[:n_words])


# name: (text, language, who is in it, segmenter)
TEXTS = {
    "the sample article, no actors": (lambda: ns.sample_article().texts[0], "en", None, None),
    "one paragraph": (lambda: ONE_PARAGRAPH, "en", None, None),
    "German": (lambda: GERMAN, "de", {"Rat": ["Rat der Stadt", "Rat"], "Bürgermeister": "Bürgermeister"}, None),
    "Arabic": (lambda: ARABIC, "ar", {"رئيس البلدية": []}, None),
    "Chinese": (lambda: CHINESE, "zh", {"市长": {"forms": ["市长"], "kind": "person"}}, by_a_list),
    "Chinese without a segmenter": (lambda: CHINESE, "zh", None, None),
    "no sentence marks": (lambda: NO_SENTENCE_MARKS, "en", None, None),
    "empty": (lambda: "", "en", None, None),
    "20,000 words": (lambda: speeches(20_000), "en", {"America": ["America", "Americans"], "Congress": []}, None),
}
# Settings that the notebooks have, for a text that takes long: fewer draws.
FEWER = {"seeds=10": "seeds=2", "seeds=5": "seeds=2", '"n_resamples": 200': '"n_resamples": 50', "n_shuffles=39": "n_shuffles=19"}


def code_of(notebook):
    """The source of its code cells."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def with_text(source, language, actors, segmenter="None"):
    """The input cell set to another text."""
    source, n_articles = re.subn(r"^ARTICLE = .*$", 'ARTICLE = ns.read_corpus("text.txt")', source, flags=re.M)
    source, n_languages = re.subn(r"^LANGUAGE = .*$", f"LANGUAGE = {language!r}", source, flags=re.M)
    source, n_actors = re.subn(r"^ACTORS = \{.*?^\}$", f"ACTORS = {actors!r}", source, flags=re.M | re.S)
    source, n_segmenters = re.subn("^SEGMENTER = None$", f"SEGMENTER = {segmenter}", source, flags=re.M)
    assert (n_articles, n_languages, n_actors, n_segmenters) == (1, 1, 1, 1)
    return source


def run_here(sources, space, printed):
    """Run cells as a notebook does, but in this process; what each shows: displayed values, and what it printed."""
    for number, source in enumerate(sources, 1):
        shown = space["shown"] = []
        tree = ast.parse(source)
        last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"cell {number}", "exec"), space)
        if last is not None:
            value = eval(compile(ast.Expression(last), f"cell {number}", "eval"), space)
            shown += [] if value is None else [value]
        yield shown, printed.readouterr().out


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory; figures are written as SVG only, which is a third of the time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(study, "FIGURE_FORMS", ("svg",))
    return tmp_path


def given(text, monkeypatch, draws=False):
    """A notebook's namespace, and a function that changes the sources of its cells, for one of TEXTS."""
    content, language, actors, segmenter = TEXTS[text]
    corpus = ns.corpus_from([content()])
    monkeypatch.setattr(ns, "read_corpus", lambda path: corpus)
    space = {"__name__": "__main__", "by_a_list": segmenter}
    space["display"] = lambda value: space["shown"].append(value)

    def changed(sources):
        first = with_text(sources[0], language, actors, "by_a_list" if segmenter else "None")
        sources = [first, *sources[1:]]
        for old, new in FEWER.items() if draws else ():
            sources = [source.replace(old, new) for source in sources]
        return sources

    return space, changed


REPORT = "04_your_article"
SHORT = [text for text in TEXTS if text not in ("20,000 words", "the sample article, no actors")]
# The sample article itself, with its actors, is run by `make reproduce`.
RUNS = [
    (text, name)
    for text in TEXTS
    for name in NAMES
    if text != "20,000 words"
    and (name == NAMES[0] or text not in ("the sample article, no actors", "Chinese without a segmenter"))
    and (text, name) != ("one paragraph", "03_topics")  # runs in a kernel
]


@pytest.mark.parametrize(("text", "name"), RUNS)
def test_notebooks__each_cell_has_a_result_or_a_sentence_that_says_why_not(text, name, folder, monkeypatch, capsys):
    check(text, name, folder, monkeypatch, capsys)


@pytest.mark.parametrize("text", SHORT)
def test_notebooks__the_short_form_reports_on_any_text(text, folder, monkeypatch, capsys):
    space, changed = given(text, monkeypatch)
    sources = changed(code_of(load(ROOT / "notebooks" / f"{REPORT}.ipynb")))
    shown = [values for values, _ in run_here(sources, space, capsys)]
    pages = [value._repr_html_() for values in shown for value in values if hasattr(value, "_repr_html_")]
    assert len(pages) == 7
    told = "no words" in pages[0] or "tells its words apart" in pages[0]
    assert told == (text in ("empty", "Chinese without a segmenter"))
    assert told or all("<figure" in page for page in pages[1:6])
    assert (folder / "results" / REPORT / "report.pdf").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_notebooks__run_on_20000_words(name, folder, monkeypatch, capsys):
    notebook = "\n".join(code_of(load(ROOT / "notebooks" / f"{name}.ipynb")))
    assert name == NAMES[0] or any(setting in notebook for setting in FEWER)
    check("20,000 words", name, folder, monkeypatch, capsys, draws=True)


def check(text, name, folder, monkeypatch, capsys, draws=False):
    """Run a notebook on a text here, and look at what its cells show."""
    space, changed = given(text, monkeypatch, draws)
    sources = changed(code_of(load(ROOT / "notebooks" / f"{name}.ipynb")))
    figures = 0
    for source, (shown, printed) in zip(sources, run_here(sources, space, capsys), strict=True):
        drawn = [value for value in shown if isinstance(value, Figure)]
        figures += len(drawn)
        if "ns.figures." in source:
            said = re.match(r"No answer for this text\. (It has no words\.|[a-z_]+\b.{20,})", printed)
            assert drawn or said or "HTML(" in source
        for value in shown:
            assert any(hasattr(value, form) for form in ("_repr_html_", "_repr_mimebundle_"))
    assert (folder / "results" / name / "manifest.json").is_file()
    assert figures >= 1 if text == "empty" else figures >= 4


@pytest.mark.slow
def test_notebooks__run_in_a_kernel_on_another_text(tmp_path):
    name, (content, language, actors, _) = "03_topics", TEXTS["one paragraph"]
    (tmp_path / "text.txt").write_text(content(), "utf-8")
    notebook = load(ROOT / "notebooks" / f"{name}.ipynb")
    top = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    top["source"] = with_text("".join(top["source"]), language, actors)
    executed = notebooks.execute(notebook, cwd=tmp_path, name=name)
    assert (tmp_path / "results" / name / "manifest.json").is_file()
    figures = [o for cell in executed["cells"] for o in cell.get("outputs", ()) if "image/svg+xml" in o.get("data", {})]
    assert len(figures) >= 4


@pytest.mark.parametrize("name", [*NAMES, REPORT])
def test_notebooks__are_committed_with_their_outputs_in_canonical_form(name):
    raw = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    notebook = json.loads(raw)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert "version" not in notebook["metadata"].get("language_info", {})
    assert raw.endswith("}\n")
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"]
        assert all(output["output_type"] not in ("error",) for output in cell.get("outputs", ()))


def test_notebooks__the_cell_that_sets_the_article_is_the_same_in_all():
    tops = []
    for name in NAMES:
        notebook = load(ROOT / "notebooks" / f"{name}.ipynb")
        tops.append(code_of(notebook)[0])
    assert len(set(tops)) == 1
