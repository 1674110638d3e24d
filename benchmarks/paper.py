"""A dispatch prepared, signed, filled and sealed, beside LibreOffice converting the same to PDF/A.

`python -m benchmarks.paper [--rounds N]`; status 1 if the whole chain is not five times as fast as
the conversion alone, 2 where LibreOffice is missing and nothing can be compared.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypeVar

import docx
from docx.shared import Pt
from rich.console import Console
from rich.table import Table

from shared.document.imprint import new_check_code
from shared.document.model import Paper
from shared.document.prepare import prepare
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.trial_marks import draw_trial_seal, draw_trial_signature
from tests.shared.document.dispatch import (
    AT,
    DATE_LINE,
    ISSUER,
    NUMBER_LINE,
    PARENT,
    SIGNER,
    Keys,
    make_keys,
    sample_paper,
)

GOAL: Final = 5.0
OURS: Final = "prepare, sign, fill and seal"
THEIRS: Final = "LibreOffice, the conversion alone"
Made = TypeVar("Made")
PDF_A: Final = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Chain:
    """Our side: everything that a dispatch's PDF goes through."""

    paper: Paper
    keys: Keys
    hand: bytes
    seal: bytes

    def prepare(self) -> bytes:
        return prepare(self.paper, new_check_code())

    def sign(self, prepared: bytes) -> bytes:
        signing = sign_by_person(prepared, self.keys.person, self.hand, reason="Ký", at=AT)
        return asyncio.run(signing)

    def fill_and_seal(self, signed: bytes) -> bytes:
        sealing = fill_and_seal(
            signed,
            self.keys.agency,
            self.seal,
            number_line=NUMBER_LINE,
            date_line=DATE_LINE,
            at=AT,
        )
        return asyncio.run(sealing)


def write_docx(paper: Paper, file: Path) -> None:
    """The same words as an office would have typed them."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(14)
    head, text, block = paper.letterhead, paper.text, paper.signature
    for line in (
        *(head.parent, *head.issuer_lines, head.symbol, head.place, text.subject),
        *(*text.addressees, *text.paragraphs, *text.recipients, text.file_copy),
        *(*block.lines, block.name),
    ):
        document.add_paragraph(line)
    document.save(str(file))


def convert(office: str, file: Path, home: Path) -> None:
    """One conversion by a LibreOffice of its own, as a program calls it."""
    command = [
        office,
        f"-env:UserInstallation={home.as_uri()}",
        "--headless",
        "--convert-to",
        PDF_A,
    ]
    subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)], check=True, capture_output=True
    )
    if not file.with_suffix(".pdf").stat().st_size:
        raise RuntimeError("LibreOffice wrote nothing")


def timed(do: Callable[[], Made]) -> tuple[float, Made]:
    """Milliseconds, and what was made."""
    begin = time.perf_counter()
    made = do()
    return (time.perf_counter() - begin) * 1000, made


def measure(chain: Chain, convert_once: Callable[[], None], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each part; both sides in turns, so that whatever else runs meets both."""
    times: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        row = _chain_once(chain)
        row[THEIRS] = timed(convert_once)[0]
        if number:  # the first of each is warming up
            for name, took in row.items():
                times.setdefault(name, []).append(took)
    return times


def _chain_once(chain: Chain) -> dict[str, float]:
    preparing, prepared = timed(chain.prepare)
    signing, signed = timed(lambda: chain.sign(prepared))
    sealing, _ = timed(lambda: chain.fill_and_seal(signed))
    parts = {"prepare": preparing, "sign": signing, "fill and seal": sealing}
    return parts | {OURS: sum(parts.values())}


def show(times: dict[str, list[float]]) -> float:
    """The table; returns how many times as fast the chain is.

    By the best of each, for whatever else the machine does only ever makes slower.
    """
    table = Table("per document", "median ms", "best ms", "worst ms")
    for name, row in times.items():
        table.add_row(name, *(f"{value:.0f}" for value in (median(row), min(row), max(row))))
    console.print(table)
    theirs, ours = min(times[THEIRS]), min(times[OURS])
    console.print(f"{theirs / ours:.1f} times as fast; the goal is {GOAL:g}.")
    return theirs / ours


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paper")
    parser.add_argument("--rounds", type=int, default=10)
    rounds: int = parser.parse_args(arguments).rounds
    office = shutil.which("soffice")
    if office is None:
        console.print("LibreOffice is missing (Debian: libreoffice-writer-nogui); not compared.")
        return 2
    hand, seal = draw_trial_signature(SIGNER), draw_trial_seal(PARENT, ISSUER)
    chain = Chain(sample_paper(), make_keys(), hand, seal)
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / "cong-van.docx", Path(folder) / "home"
        write_docx(chain.paper, file)
        times = measure(chain, lambda: convert(office, file, home), rounds)
    return 0 if show(times) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
