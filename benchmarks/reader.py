"""The reader's promises: 99 of 100 fields right on made dispatches, any megabyte in a second."""

import argparse
import sys
import time

from services.drafting.domain.limits import MOST_LINES
from services.drafting.domain.reader import read_text
from tests.services.drafting.domain.written.score import made, score, shown
from tests.services.drafting.domain.written.writer import write

PROMISED = 0.99
SECONDS = 1.0
MEGABYTE = 1024 * 1024


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dispatches", type=int, default=5000)
    options.add_argument("--wrong", type=int, default=0, help="show so many fields that were wrong")
    chosen = options.parse_args()
    found = score(range(chosen.dispatches))
    print(f"{chosen.dispatches} made dispatches\n{found.table()}")  # noqa: T201 -- a report
    for line in list(shown(found.wrong))[: chosen.wrong]:
        print(line)  # noqa: T201 -- as above
    times = {name: min(_read(text) for _ in range(3)) for name, text in megabytes().items()}
    for name, taken in times.items():
        print(f"1 MB of {name} in {taken:.2f} s (promised: {SECONDS:.0f} s)")  # noqa: T201 -- as above
    seconds = max(times.values())
    kept = all(found.rate(name) >= PROMISED for name in found.asked) and seconds <= SECONDS
    return 0 if kept else 1


def megabytes() -> dict[str, str]:
    """A long dispatch, and what nobody writes: endless letters, as many lines as are read."""
    alike = {"blanks": " ", "digits": "1", "dots": ".", "stars": "*", "legal bases": "Căn cứ "}
    lines = {
        "cited documents": "Theo Công văn số 1/A-B ngày 1/1/2026 của Bộ A.\n",
        "articles": "Điều 1. Tên\n",
        "bullets": "- a\n",
        "cells": "a\tb\n",
        "numbers": "1\n",
        "lists": "Nơi nhận:\n",
        "file copies": "- Lưu: VT.\n",
        "symbols": "Số: 1/A-B\n",
        "signers": "GIÁM ĐỐC\nTrần An\n",
        "stamps": "Công\n",
        "blank lines": "\n",
    }
    endless = {name: one * (MEGABYTE // len(one.encode())) for name, one in alike.items()}
    rows = {
        name: one * min(MEGABYTE // len(one.encode()), (MOST_LINES - 1) // one.count("\n"))
        for name, one in lines.items()
    }
    return {"a dispatch": long_text(), **endless, **rows}


def long_text() -> str:
    """One dispatch whose body fills a megabyte of UTF-8."""
    text = write(*made(1))
    body = text[len(text) // 3 : len(text) // 2]
    times = MEGABYTE // len(body.encode())
    return text[: len(text) // 3] + body * times + text[len(text) // 2 :]


def _read(text: str) -> float:
    began = time.perf_counter()
    read_text(text)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
