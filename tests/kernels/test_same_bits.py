"""Kernels give the same bits on other processors: tried in child processes that are told to be another one.

A canary says whether the child really was another processor: there `np.exp`, or the C library's `exp`, must differ.
"""

import json
import os
import platform
import subprocess
import sys

import pytest

CHILD = """
import hashlib, json, math
import numpy as np
from numpy._core._multiarray_umath import __cpu_features__ as features
from numba.core.registry import cpu_target
import newsstudy as ns
from newsstudy import randomness, schemas
from newsstudy.corpus._near import permutations
from newsstudy.kernels import elementary, random, reduce, rows, special
from newsstudy.kernels._jit import ready
from newsstudy.kernels.minhash import MIX, band_keys
from newsstudy.text.rules import get_rule
from newsstudy.text.sentences import sentence_starts
from newsstudy.text.words import Buffer, blocks_by_bytes, checked_bytes, count_each, scan

def digest(values):
    return hashlib.sha256(np.ascontiguousarray(values, dtype="<f8").tobytes()).hexdigest()[:16]

def hard(name, n):
    u = randomness.uniforms(randomness.child(0, name), 2 * n)
    wide = np.ldexp(1.0 + u[:n], np.floor(u[n:] * 120 - 60).astype(int))
    edges = [5e-324, 1e-310, 1.0, np.nextafter(1, 2), np.nextafter(1, 0), 0.5, 1.5, 2.5, 8.0, 10.0, 1e17, 1e300]
    edges += [0.0, -1.0, np.inf, np.nan]
    return np.concatenate([wide, 20 * u, 1 - 2 * u[:n], edges])

x = hard("bits", 600)
u = randomness.uniforms(randomness.child(0, "bits u"), 600)
a, b = np.ldexp(0.25 + u[:200], (u[200:400] * 20).astype(int)), np.ldexp(0.25 + u[200:400], (u[:200] * 20).astype(int))
p = u[400:]
out = {name: digest(getattr(elementary, name)(x)) for name in elementary.__all__ if not name.endswith("_")}
for name in special.__all__:
    if name.endswith("_"):
        continue
    function = getattr(special, name)
    if name.startswith("beta"):
        out[name] = digest(function(a, b, p))
    elif name.startswith("gamma"):
        out[name] = digest(function(a, p if name.endswith("inverse") else a * (0.5 + p)))
    elif name.startswith("log10_beta"):
        out[name] = digest(function(a, b, p))
    elif name.startswith("log10_gamma"):
        out[name] = digest(function(a, a * (0.5 + p)))
    else:
        out[name] = digest(function(p))
sums = [reduce.total_float(u), reduce.dot_float(u, u), reduce.variance_float(u)]
out["reduce"] = digest([*sums, *reduce.quantile_sorted(np.sort(u), u)])
out["rows"] = digest(rows.row_totals_float(ready([0, 7, 7, 600], np.int64), ready(u, np.float64)))
words = np.uint64(1), np.uint64(2)
out["random"] = digest([random.uniform_(*words, np.uint64(i), np.uint64(0)) for i in range(20)])

def exact(*arrays):
    whole = hashlib.sha256()
    for array in arrays:
        whole.update(f"{array.dtype} {array.shape}".encode() + np.ascontiguousarray(array).tobytes())
    return whole.hexdigest()[:16]

# Signs of several scripts in a fixed disorder, so that each kind meets each other at many places of sixty-four bytes.
signs = '''the The US us Ukraine’s G7’s 7's don't 3.5 1,000 a.b a:b a_b x-y É naïve STRASSE ΣΑΣ İx e\\u0301 漢字 カタ ไทย א"ב
Москва 🇩🇪👍 #Tag @user a@b.org http://a.org/b?c “five” … £5 internationalisation Donaudampfschifffahrt .'''.split()
joints = [" ", " ", " ", "", "\\n\\n", ". ", ", "]
drawn = (randomness.uniforms(randomness.child(0, "text"), 6000) * 1000).astype(int).tolist()
written = "".join(signs[k % len(signs)] + joints[k // 100 % 7] for k in drawn).encode()
ends = [k for k in range(len(written)) if written[k:k + 1] == b"\\n"][::9]
data, offsets = checked_bytes(np.frombuffer(written, np.uint8), np.array([0, *ends, len(written)]))
several = "news-en-1 clitics=en hyphens=whole punctuation=keep urls=whole"
for rule in ("unicode-1", "news-en-1", "sklearn", "word-runs-1", several):
    found, cells = scan(data, offsets, rule), count_each(Buffer(data, offsets), get_rule(rule))
    out["scan " + rule] = [len(found.ids), exact(found.ids, found.token_offsets, found.starts, found.lengths)]
    out["count " + rule] = [len(cells.data), exact(cells.indptr, cells.indices, cells.data)]
    out["terms " + rule] = hashlib.sha256("\\0".join(found.terms).encode()).hexdigest()[:16]
    assert cells.array.equals(found.array) and len(found.ids) > 3000
out["sentences"] = [exact(*sentence_starts(data, offsets, rule=rule)) for rule in ("unicode-1", "news-en-1")]
sentences = ns.corpus_from(written.decode().split(". "))
found = [sentences.duplicates(0.2, n=n, rule=rule) for n, rule in ((1, "word-runs-1"), (2, "unicode-1"))]
out["duplicates"] = [schemas.digest(table) for table in found]
assert min(map(len, found)) > 20
shingled = scan(data, offsets, "word-runs-1")
keys = np.zeros((51, offsets.size - 1), np.uint32)
hashes = ready(np.arange(1, 1 + len(shingled.terms), dtype=np.uint64) * MIX, np.uint64)
fixed = ready(shingled.ids, np.int32), ready(shingled.token_offsets, np.int64), hashes
band_keys(*fixed, 5, 0, *permutations(204), 4, keys, 0, np.zeros(offsets.size - 1, bool))
out["bands"] = exact(keys)
grid = np.linspace(0.1, 20, 10001)
print(json.dumps({
    "results": out,
    "numpy exp": digest(np.exp(grid)),
    "c exp": digest([math.exp(value) for value in grid.tolist()]),
    "numba processor": cpu_target.target_context.codegen().magic_tuple()[1],
    "numpy features": sorted(name for name, on in features.items() if on),
}))
"""

X86 = platform.machine() in ("x86_64", "AMD64")


def run(**environment):
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)


@pytest.fixture(scope="module")
def here():
    return run()


@pytest.mark.skipif(not X86, reason="names of x86 processors")
@pytest.mark.parametrize(("name", "features"), [("generic", ""), ("haswell", "+avx,+avx2,+bmi,+bmi2,+fma,+lzcnt,+movbe")])
def test_kernels__give_the_same_bits_compiled_for_another_processor(here, name, features):
    other = run(NUMBA_CPU_NAME=name, NUMBA_CPU_FEATURES=features)
    assert other["numba processor"] == name != here["numba processor"]
    assert other["results"] == here["results"]


@pytest.mark.skipif(not X86, reason="names of x86 features")
def test_kernels__give_the_same_bits_where_numpy_and_the_c_library_do_not(here):
    other = run(NPY_DISABLE_CPU_FEATURES="X86_V4 X86_V3", GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA")
    if "X86_V3" in here["numpy features"]:
        assert "X86_V3" not in other["numpy features"]
        assert other["numpy exp"] != here["numpy exp"], "the canary np.exp did not change: this test tests nothing"
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc" and "FMA3" in here["numpy features"]:
        assert other["c exp"] != here["c exp"], "the canary math.exp did not change: this test tests nothing"
    assert other["results"] == here["results"]
