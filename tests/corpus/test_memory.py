"""A corpus larger than a process may hold is read, described, selected, counted and saved in bounded memory."""

import json
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
MEGABYTES = 100
CHILD = """
import gc, sys
sys.path.insert(0, sys.argv[2])
import newsstudy as ns
from newsstudy.corpus import _corpus, _parts, _reading, _store
from newsstudy.tokens import _spilled

small = ns.corpus_from(["Snow fell in the north."])  # imports and compiled kernels are not what is measured
small.describe(), small.tokenize().count(), small.where("source is missing").report.to_json()
_parts.PART_BYTES = _corpus.PART_BYTES = _spilled.CHUNK_BYTES = 1 << 20
_reading.BLOCK_BYTES, _store.MEMORY_BYTES = 1 << 21, 0

def status(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name)) * 1024

folder = sys.argv[1]
gc.collect()
open("/proc/self/clear_refs", "w").write("5")
before = status("VmRSS")
corpus = ns.read_corpus(folder + "/news", into=folder + "/into", n_jobs=1)
assert corpus.on_disk
with ns.use_engine(threads=1):
    counts = corpus.tokenize().count()
    corpus.describe()
    corpus.where("source == 'S1' and date >= '2010'").save(folder + "/selected")
    counts.save(folder + "/counts")
print((status("VmHWM") - before) // 1_000_000, len(corpus), counts.total)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory from /proc")
def test_reading_and_counting__take_less_memory_than_the_corpus(tmp_path):
    (tmp_path / "news").mkdir()
    words = [f"{first}{second}{third}" for first in "snow" for second in "rain" for third in "thundering"]
    line = {"title": "T", "date": "2019-03-04", "source": "S1"}
    n = written = 0
    for number in range(6):
        with (tmp_path / "news" / f"{number}.jsonl").open("w") as file:
            while written < (number + 1) * MEGABYTES * 1_000_000 // 6:
                text = " ".join(words[(n * 7 + place * place) % len(words)] for place in range(1000))
                written += file.write(json.dumps({**line, "text": text, "number": n}) + "\n")
                n += 1
    done = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path, REPOSITORY], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    peak, n_documents, n_tokens = map(int, done.stdout.split())
    assert (n_documents, n_tokens) == (n, 1000 * n)
    assert peak < MEGABYTES * 0.9, f"{peak} MB for {MEGABYTES} MB of text"
