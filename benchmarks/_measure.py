"""How contenders are timed: each in a process of its own that waits for its turn, so that runs alternate and memory is its own.

python benchmarks/_measure.py CONTENDER TEXTS THREADS [PEERS]        the process of one contender; bench_counts.py starts it
"""

import ctypes
import gc
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve()
PROC = pathlib.Path("/proc/self")


class Contender:
    """A process that holds the texts and works when told to."""

    def __init__(self, name, texts, threads=1, peers=None, runs=None):
        path, _, self.size = texts
        self.name, self.threads, self.limit, self.seconds, self.process = name, threads, runs, [], None
        self.command = [sys.executable, HERE, name, path, str(threads), *([peers] if peers else [])]

    def start(self):
        named = dict.fromkeys(("POLARS_MAX_THREADS", "NEWSSTUDY_THREADS"), str(self.threads))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(self.command, env={**os.environ, **named}, **pipes)

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} broke off; its error stands above")
        return json.loads(line)

    def ask(self, what):
        print(what, file=self.process.stdin, flush=True)
        return self.hear()

    def run(self):
        self.seconds.append(self.ask("run"))

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def speed(self):
        """Megabytes of text in a second."""
        return self.size / 1e6 / self.median

    @property
    def memory(self):
        """Peak of memory above that with the texts in it, in bytes of the texts; None where it cannot be known."""
        return None if self.peak is None else self.peak / self.size

    def times_as_fast_as(self, other):
        """The median of the ratios of neighbouring runs: what slows the machine for a while slows both."""
        return statistics.median(theirs / mine for mine, theirs in zip(self.seconds, other.seconds, strict=False))


def in_turns(contenders, runs, keep=()):
    """One run of each to warm up, then `runs` rounds in which each has its turn; those to keep may take part again."""
    new = [contender for contender in contenders if contender.process is None]
    for some in (new[:1], new[1:]):  # where kernels are not compiled yet, the first does most of it for all
        for contender in some:
            contender.start()
        for contender in some:
            contender.hear()
    for contender in contenders:
        contender.seconds = []
    for number in range(runs + 1):
        for contender in contenders:
            if contender.limit is None or number <= contender.limit:
                contender.run()
    for contender in contenders:
        contender.seconds = contender.seconds[1:]
        for name, value in contender.ask("about").items():
            setattr(contender, name, value)
        if contender not in keep:
            contender.close()
    return contenders


# ------------------------------------------------------------------ in the process of a contender


def memory_now():
    """Give back what is free, set the mark of the peak to now, and tell the bytes in use; None where there is no such mark."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
        if "pyarrow" in sys.modules:
            sys.modules["pyarrow"].default_memory_pool().release_unused()
        (PROC / "clear_refs").write_text("5")
        return status("VmRSS")
    except (OSError, AttributeError, TypeError):
        return peak()


def peak():
    """The most bytes that were in use since `memory_now`; elsewhere than on Linux since the start."""
    if (PROC / "status").exists():
        return status("VmHWM")
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def status(name):
    line = next(line for line in (PROC / "status").read_text().splitlines() if line.startswith(name + ":"))
    return int(line.split()[1]) * 1024


def once(work):
    argument = work.before()
    start = time.perf_counter()
    made = work.timed(argument)
    return time.perf_counter() - start, made


def main():
    name, path, threads, *peers = sys.argv[1:]
    sys.path.insert(1, str(HERE.parent.parent))  # this checkout, whatever is installed
    sys.path.extend(peers)
    from _contenders import CONTENDERS
    from _texts import read

    texts = read(path)
    prepare = CONTENDERS[name]
    # Imports, and compiled code from the cache, on a few of the texts, so that neither counts as memory of the work.
    small = prepare(texts[: max(5, len(texts) // 50)], path, int(threads))
    small.about(once(small)[1])
    del small
    work = prepare(texts, path, int(threads))
    if texts and name not in ("CountVectorizer", "TermCounter"):
        texts.clear()
    print("0", flush=True)
    before, most, made = memory_now(), None, None
    for line in sys.stdin:
        if line.strip() == "about":
            print(json.dumps({"peak": None if most is None else most - before, **work.about(made)}), flush=True)
            continue
        made = None
        seconds, made = once(work)
        most = peak()  # now, not after `about`, which takes memory of its own
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
