import pytest

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.study._trace import trace


def test_trace__goes_from_input_over_settings_to_the_file(tmp_path, article, table_of, figure_of):
    table = table_of(measure="two  blanks")
    with ns.Study(tmp_path, seed=7) as study:
        study.read(article)
        study.save_table(table, "example")
        study.save_figure(figure_of(table), "drawing")
    said = trace(tmp_path, "example").splitlines()
    assert said[0] == f"corpus    1 documents  digest {article.digest}"
    assert 'setting   measure = "two  blanks"' in said
    assert "seed      7" in said
    assert "code      not recorded: made interactively" in said
    assert said[-2].startswith("table     example.csv  sha256 ")
    assert said[-1].endswith("  SAME")
    assert "drawn     from table EXAMPLE: example.csv" in trace(tmp_path, "drawing.svg")


def test_trace__says_what_the_study_has(make_study):
    with pytest.raises(InputError, match=r"has no table or figure 'keyness'; it has: example"):
        trace(make_study(), "keyness")
