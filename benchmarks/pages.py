"""A report of thirty pages drawn and prepared, beside one of a page.

`python -m benchmarks.pages [--rounds N]`; status 1 if thirty pages take 300 ms or more when warm,
by the best of the rounds: whatever else the machine does only ever makes slower.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import count
from statistics import median
from typing import Final

import pikepdf
from rich.console import Console
from rich.table import Table

from shared.document.imprint import new_check_code
from shared.document.layout import render_draft
from shared.document.model import Paper
from shared.document.prepare import prepare
from tests.shared.document.every_type import long_paper, paper_of

GOAL_MS: Final = 300.0
PAGES: Final = 30
SECTIONS: Final = 70
"""Of the long report: headings, sentences, items, and a table after each ten."""
console = Console(highlight=False, soft_wrap=True)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def measure(
    written: Callable[[int], Paper], make: Callable[[Paper], bytes], rounds: int
) -> list[float]:
    """Milliseconds of each round, each with another text, for Typst remembers paragraphs.

    The first of all is warming up and not counted.
    """
    times = []
    for _ in range(rounds + 1):
        paper = written(next(_numbers))
        begin = time.perf_counter()
        make(paper)
        times.append((time.perf_counter() - begin) * 1000)
    return times[1:]


_numbers: Final = count()


def short(number: int) -> Paper:
    return paper_of("bao_cao", paragraphs=(f"Sở báo cáo kết quả lần thứ {number}.",))


def long(number: int) -> Paper:
    """Thirty pages."""
    return long_paper(sections=SECTIONS, first=1 + number * SECTIONS)


def _prepare(paper: Paper) -> bytes:
    return prepare(paper, new_check_code())


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("--rounds", type=int, default=10)
    rounds: int = parser.parse_args(arguments).rounds
    makers: dict[str, Callable[[Paper], bytes]] = {"draw": render_draft, "prepare": _prepare}
    table = Table("what", "pages", "median ms", "best ms", "times one page")
    slowest = 0.0
    for name, make in makers.items():
        one, thirty = (measure(paper, make, rounds) for paper in (short, long))
        for paper, times in ((short, one), (long, thirty)):
            said = (
                name,
                str(pages_of(make(paper(0)))),
                f"{median(times):.0f}",
                f"{min(times):.0f}",
            )
            table.add_row(*said, f"{min(times) / min(one):.1f}")
        slowest = max(slowest, min(thirty))
    console.print(table)
    enough = pages_of(render_draft(long(0))) >= PAGES
    console.print(f"{PAGES} pages in {slowest:.0f} ms; the goal is under {GOAL_MS:g}.")
    return 0 if enough and slowest < GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
