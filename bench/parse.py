"""How fast pages become articles and notices, beside trafilatura, gne and a bare selectolax parse.

usage: python bench/parse.py [--rounds N] [--turns N] [--write docs/bench-parse.md]

Every tool reads the same bytes in the same run, on one core, in a process of its own; the tools take turns,
so that a machine that slows down slows them all. The best of all rounds counts, page by page. What xuncha
remembers of the pages before (`lru_cache`) is forgotten ahead of each, so that it reads none as a known one.
The pages are the project's own fixtures and labelled notices and, where they stand beside the checkout, those
of ../shared/pages. A page of another genre costs only its article and the judgement that it is no notice.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib.metadata
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {
    "articles of many sites": (ROOT.parent / "shared/pages",),
    "short fixtures": (ROOT / "tests/scrapers/article/pages",),
    "notices": tuple(sorted((ROOT / "tests/golden/blind").iterdir())),
}
URL = "http://www.example.gov.cn/a/t20230101_1.html"
Tool = Callable[[bytes], object]


def load_article() -> Tool:
    from scrapers.article import read_page

    return lambda data: read_page(data, URL)


def load_notice() -> Tool:
    from scrapers.notice import parse

    return lambda data: parse(data, URL)


def load_trafilatura() -> Tool:
    import trafilatura

    extract: Tool = trafilatura.extract
    return extract


def load_gne() -> Tool:
    from gne import GeneralNewsExtractor

    from scrapers.article.encoding import decode

    extractor = GeneralNewsExtractor()
    return lambda data: extractor.extract(decode(data).text)


def load_selectolax() -> Tool:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser


TOOLS: dict[str, Callable[[], Tool]] = {
    "xuncha article": load_article,
    "xuncha notice": load_notice,
    "trafilatura extract": load_trafilatura,
    "gne extract": load_gne,
    "selectolax parse": load_selectolax,
}


def find_groups() -> dict[str, list[Path]]:
    """The article pages of the folders that are there, by group: label files of lists hold `items`."""
    groups = {
        name: [page for folder in folders for page in sorted(folder.glob("*.html"))]
        for name, folders in GROUPS.items()
    }
    kept = {
        name: [p for p in pages if not _is_list(p.with_suffix(".json"))] for name, pages in groups.items()
    }
    return {name: pages for name, pages in kept.items() if pages}


def find_pages() -> list[Path]:
    """The pages of all groups, one after the other."""
    return [page for pages in find_groups().values() for page in pages]


def _is_list(label: Path) -> bool:
    return label.is_file() and "items" in json.loads(label.read_text("utf-8"))


def find_caches() -> list[functools._lru_cache_wrapper[object]]:
    """The caches in which xuncha's functions keep what they have read."""
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith("scrapers.")
    ]


def measure(tool: Tool, pages: list[bytes], rounds: int) -> list[float]:
    """Seconds a page, the best of `rounds`, each page read as the first."""
    best = [float("inf")] * len(pages)
    for data in pages:
        tool(data)
    caches = find_caches()
    gc.collect()
    for _ in range(rounds):
        for at, data in enumerate(pages):
            for cache in caches:
                cache.cache_clear()
            start = time.perf_counter()
            tool(data)
            best[at] = min(best[at], time.perf_counter() - start)
    return best


def measure_apart(name: str, rounds: int) -> tuple[list[float], float]:
    """The seconds a page of one tool in a process of its own, and that process's peak memory in MB."""
    command = [sys.executable, __file__, "--only", name, "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(done.stdout.splitlines()[-1])
    return found["seconds"], found["peak"]


def take_turns(turns: int, rounds: int) -> tuple[dict[str, list[float]], dict[str, float]]:
    """The best seconds a page of every tool, and its peak memory in MB."""
    best: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    for _ in range(turns):
        for name in TOOLS:
            seconds, peak = measure_apart(name, rounds)
            best[name] = list(map(min, best.get(name, seconds), seconds))
            peaks[name] = max(peaks.get(name, 0), peak)
    return best, peaks


def run_only(name: str, rounds: int) -> None:
    seconds = measure(TOOLS[name](), [page.read_bytes() for page in find_pages()], rounds)
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def tabulate(name: str, pages: list[Path], results: dict[str, list[float]], peaks: dict[str, float]) -> str:
    """A group's table: pages a second, time against trafilatura's in total and at the median page, memory."""
    base = results["trafilatura extract"]
    size = sum(page.stat().st_size for page in pages) / 1000
    rows = [
        f"| {name}: {len(pages)} pages, {size:,.0f} kB | pages a second | × trafilatura (total) | "
        "× trafilatura (median page) | peak MB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for tool, seconds in results.items():
        total = sum(base) / sum(seconds)
        median = statistics.median(theirs / ours for theirs, ours in zip(base, seconds, strict=True))
        rate = f"{len(seconds) / sum(seconds):,.0f}"
        rows.append(f"| {tool} | {rate} | {total:.1f} | {median:.1f} | {peaks[tool]:.0f} |")
    return "\n".join(rows)


def describe_run() -> str:
    """The versions that were measured."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("trafilatura", "gne", "selectolax")
    )
    return f"Python {sys.version.split()[0]}, {versions}, one core, best of the rounds."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--only", choices=TOOLS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if args.only:
        run_only(args.only, args.rounds)
        return
    measured, peaks = take_turns(args.turns, args.rounds)
    tables: list[str] = []
    at = 0
    for group, pages in find_groups().items():
        results = {name: seconds[at : at + len(pages)] for name, seconds in measured.items()}
        tables.append(tabulate(group, pages, results, peaks))
        at += len(pages)
    table = "\n\n".join([*tables, describe_run()])
    print(table)
    if args.write:
        command = "`python bench/parse.py --write docs/bench-parse.md`"
        args.write.write_text(f"# Pages a second\n\n{command}\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()
