"""One seed in, named child seeds out; random draws that depend on their key and place, never on threads or earlier draws.

The generator is Philox4x64-10, which turns a key and a counter into four words of 64 bits. Only its raw integers are
used: NumPy does not promise that its distributions keep their streams. Source: Salmon et al. 2011,
doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from newsstudy.errors import InputError

Key = tuple[int, int]


def seed_of(rng: Any) -> int:
    """The seed that an argument `rng` stands for.

    Parameters
    ----------
    rng : int or numpy.random.Generator
        A whole number from 0 is the seed itself. From a Generator 128 bits are drawn, which moves it on.

    Raises
    ------
    InputError
        `rng` is anything else. None is refused: a result must not depend on chance that nobody wrote down.

    Examples
    --------
    >>> from newsstudy.randomness import seed_of
    >>> seed_of(7)
    7
    """
    if isinstance(rng, np.random.Generator):
        return _folded(rng.bit_generator.random_raw(4))
    if isinstance(rng, (bool, np.bool_)) or not isinstance(rng, (int, np.integer)) or int(rng) < 0:
        raise InputError(f"rng must be a whole number from 0, or a numpy.random.Generator; got {rng!r}")
    return int(rng)


def random_state_of(random_state: Any) -> int:
    """The seed that an estimator's `random_state` stands for: as `seed_of`, and None means 0; a RandomState is drawn from.

    >>> from newsstudy.randomness import random_state_of
    >>> random_state_of(None)
    0
    """
    if random_state is None:
        return 0
    if isinstance(random_state, np.random.RandomState):
        return _folded(random_state.randint(0, 2**32, size=8, dtype=np.uint32))
    return seed_of(random_state)


def _folded(words: Any) -> int:
    content = np.asarray(words).astype("<u8").tobytes()
    return int.from_bytes(hashlib.sha256(content).digest()[:16], "little")


def child(seed: int, purpose: str, *parts: int | str | bytes) -> Key:
    """The key of one named use of a seed: two words of 64 bits.

    Parameters
    ----------
    seed : int
    purpose : str
        What the draws are for, such as "keyness bootstrap". Another purpose gives unrelated draws.
    parts : int, str or bytes
        What tells this use from others of the same purpose: a number of a resample, the digest of a row.

    Examples
    --------
    >>> from newsstudy.randomness import child, uniforms
    >>> uniforms(child(0, "a walk"), 2).tolist() == uniforms(child(0, "a walk"), 1, start=1).tolist()
    False
    >>> uniforms(child(0, "a walk"), 2)[1:].tolist() == uniforms(child(0, "a walk"), 1, start=1).tolist()
    True
    """
    digest = hashlib.sha256(b"newsstudy child 1\n")
    for part in (seed, purpose, *parts):
        if isinstance(part, (bool, np.bool_)) or not isinstance(part, (int, np.integer, str, bytes)):
            raise InputError(f"a part of a random key is a whole number, a text or bytes; got {part!r}")
        kind, content = _encoded(part)
        digest.update(kind + str(len(content)).encode() + b":" + content)
    words = digest.digest()
    return int.from_bytes(words[:8], "little"), int.from_bytes(words[8:16], "little")


def _encoded(part: Any) -> tuple[bytes, bytes]:
    if isinstance(part, bytes):
        return b"b", part
    if isinstance(part, str):
        return b"s", part.encode("utf-8", "surrogatepass")
    return b"i", str(int(part)).encode()


def raw(key: Key, n: int, start: int = 0) -> np.ndarray:
    """Words `start` to `start + n` of the stream of a key, as uint64.

    The stream is that of `numpy.random.Philox(key=key).random_raw`. Any stretch of it can be had without what is before.

    >>> import numpy as np
    >>> from newsstudy.randomness import raw
    >>> bool(np.all(raw((1, 2), 3, start=5) == np.random.Philox(key=[1, 2]).random_raw(8)[5:]))
    True
    """
    if n < 0 or start < 0:
        raise InputError(f"random words are counted from 0; got n={n}, start={start}")
    block, offset = divmod(start, 4)
    generator = np.random.Philox(counter=block, key=np.array(key, dtype=np.uint64))
    words: np.ndarray = generator.random_raw(offset + n)
    return words[offset:]


def uniforms(key: Key, n: int, start: int = 0) -> np.ndarray:
    """Numbers from 0 up to but not including 1, as float64: the upper 53 bits of each word times 2**-53.

    >>> from newsstudy.randomness import uniforms
    >>> bool(0 <= uniforms((1, 2), 1)[0] < 1)
    True
    """
    return (raw(key, n, start) >> np.uint64(11)).astype(np.float64) * 1.1102230246251565e-16


def integers_below(key: Key, n: int, high: int) -> np.ndarray:
    """`n` whole numbers from 0 up to but not including `high`, all equally likely, as int64.

    Words that would favour small numbers are thrown away: the lowest 2**64 modulo `high` of them.

    >>> from newsstudy.randomness import integers_below
    >>> bool(max(integers_below((1, 2), 100, 6)) == 5)
    True
    """
    if not 0 < high <= 2**63:
        raise InputError(f"high must be from 1 to 2**63; got {high}")
    rejected_below = np.uint64(2**64 % high)
    kept: list[np.ndarray] = []
    missing, start = n, 0
    while missing > 0:
        words = raw(key, missing, start)
        start += missing
        fit = words[words >= rejected_below]
        kept.append((fit % np.uint64(high)).astype(np.int64))
        missing -= fit.size
    return np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)


def permutation(key: Key, n: int) -> np.ndarray:
    """The numbers 0 to n - 1 in a random order, as int64: the order of n random words (equal words keep their places).

    >>> from newsstudy.randomness import permutation
    >>> sorted(permutation((1, 2), 4).tolist())
    [0, 1, 2, 3]
    """
    return np.argsort(raw(key, n), kind="stable").astype(np.int64)
