"""Run every benchmark in this folder, one after the other, and print their tables.

python benchmarks/run.py [name …] [--quick]        names choose: "counts" runs bench_counts.py
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="which benchmarks; all when none is named")
    parser.add_argument("--quick", action="store_true", help="small inputs and one run of each: does it still work?")
    options = parser.parse_args()
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are: {', '.join(known)}")
    failed = []
    for name in options.names or known:
        print(f"\n## {name}\n", flush=True)
        done = subprocess.run([sys.executable, known[name], *(["--quick"] if options.quick else [])], cwd=HERE.parent)
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
