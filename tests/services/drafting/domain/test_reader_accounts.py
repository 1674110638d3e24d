"""Nothing of a text is lost: every line is in a part, known as an artefact, or told."""

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.drafting.domain.reader import Reading, read_text
from services.drafting.domain.reading.as_json import as_json
from services.drafting.domain.reading.pieces import Entry
from shared.domain.refusals import Invalid
from tests.services.drafting.domain.written.manner import manner
from tests.services.drafting.domain.written.score import made
from tests.services.drafting.domain.written.writer import write

SAMPLES = Path(__file__).parents[4] / "deploy/samples"
KEYS = [
    *("doc_type", "issuer", "number", "symbol", "place", "date", "subject", "addressees"),
    *(
        "paragraphs",
        "recipients",
        "file_copy",
        "signature",
        "cosignature",
        "citations",
        "urgency",
        "annexes",
    ),
    *("findings", "sources"),
]
PIECES = (
    *("Số: /SVHTTDL-VP", "1258/BVHTTDL-DSVH", "V/v Triển khai", "Về việc", "CỘNG HÒA XÃ HỘI"),
    *("CHỦ NGHĨA VIỆT NAM", "Lạng Sơn, ngày 31 tháng 2 năm 2026", "ngày tháng năm", "Kính gửi:"),
    *("Kính", "gửi: Sở Nội vụ; Sở Tài chính.", "- Các phòng;", "-", "QUYẾT ĐỊNH", "THÔNG TƯ"),
    *("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;", "Điều 1. Phê duyệt.", "./."),
    *(
        "Nơi nhận:",
        "Nơi nhận:      GIÁM ĐỐC",
        "- Như trên; KT. GIÁM ĐỐC",
        "- Lưu: VT, VP.",
        "Lưu VT",
    ),
    *(
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC - Trần Văn An",
        "(Đã ký)",
        "Dương Minh Tuệ",
        "PHỤ LỤC",
        "HỎA TỐC",
    ),
    *(
        "| a | b |",
        "|",
        "-----",
        "\f2",
        "2",
        "Trang 1/2",
        "UBND TỈNH\tSỞ Y TẾ",
        "(Đ/c: tầng 2",
        "*",
    ),
    *(
        "Công văn số 12/AB-CD V/v thử",
        "KTBT, TT Trần Văn An Theo BỘ Y TẾ -",
        "\ufeff",
        "\r",
        "\x00",
    ),
    *(
        "Thực hiện Công văn số 1369/BTTTT-CBC, ngày 17/4/2023 của Bộ về việc này.",
        "Đ/c: Hà Nội",
        "",
    ),
)
LINES = st.one_of(st.sampled_from(PIECES), st.text(max_size=80))
ANY_TEXT = st.one_of(st.text(), st.lists(LINES).map("\n".join))


def accounted(reading: Reading) -> set[int]:
    placed = {line for source in reading.sources.values() for line in source.lines}
    return placed | {finding.line for finding in reading.findings if finding.line is not None}


def written_lines(reading: Reading) -> set[int]:
    return {line.number for line in reading.lines if line.text.strip("|")}


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT)
@example("NGÀYTHÁNGNĂM0\nVỀ VIỆC\nNGÀYTHÁNGNĂM")  # a second date, broken over two lines
def test_every_line_of_any_text_is_accounted_for_and_nothing_raises(text: str) -> None:
    try:
        reading = read_text(text)
    except Invalid as refusal:
        assert refusal.code == "secret_refused"  # noqa: PT017 -- any other error must escape
        return
    assert written_lines(reading) <= accounted(reading)
    assert list(as_json(reading)) == KEYS
    json.dumps(as_json(reading))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_each_sample_is_placed_whole(sample: Path) -> None:
    reading = read_text(sample.read_text(encoding="utf-8"))

    assert reading.findings == ()
    assert written_lines(reading) == accounted(reading)


def test_the_words_of_made_dispatches_stand_in_the_parts_that_name_their_lines(
    every: int,
) -> None:
    for seed in range(0, 200, every):
        content, how = made(seed)
        reading = read_text(write(content, how))
        text = {line.number: line.text for line in reading.lines}
        source = reading.sources["file_copy"]
        assert any("Lưu" in text[number] for number in source.lines), manner
        for entry, lines in zip(
            reading.recipients, reading.sources["recipients"].items, strict=True
        ):
            assert entry.split()[0] in " ".join(text[number] for number in lines)
        assert len(reading.sources["paragraphs"].items) == len(reading.paragraphs)


_PUT_TOGETHER = Entry.text.fget.__code__  # type: ignore[attr-defined]  # a property has it
HOSTILE = {
    "dots": lambda n: "Số: " + "." * n,
    "marks": lambda n: "a" + "\u0301\u0323" * n,
    "bullets": lambda n: "Kính gửi:\n" + "- a " * n,
    "rows": lambda n: "Kính gửi:\n\n" + "Các đơn vị thực hiện\n" * n,
    "dashes": lambda n: "V/v " + "a-" * n,
    "blank": lambda n: "\n" * n,
    "capitals": lambda n: "X Y\n" * n,
    "cells": lambda n: "Nơi nhận: |" + " a |" * n,
    "titles": lambda n: "KT. GIÁM ĐỐC\n" * n,
    "recipients": lambda n: "Thực hiện./.\nNơi nhận:\n" + "- Như trên;\n" * n,
    "citations": lambda n: "Kính gửi: A.\n\nTheo " + "số 12/QĐ-TTg ngày của " * n,
    "laws": lambda n: "Kính gửi: A.\n\nTheo " + "Luật Luật " * n,
    "numbers": lambda n: "1\n" * n,
    "articles": lambda n: "Điều 1.\n" * n,
    "dated": lambda n: "Thực hiện Công văn số 1/A-B ngày 01 tháng 02 năm 2026.\n" * (n // 8),
    "unlisted": lambda n: "Nơi nhận:\n" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_costs_at_most_twice_the_steps(name: str) -> None:
    """Steps are calls: patterns are asked of bounded texts only, so no call costs more."""
    once, twice = (steps(HOSTILE[name](size)) for size in (500, 1000))

    assert twice <= 2.2 * once + 1000


def steps(text: str) -> int:
    """Calls, and letters of what is put together: one call can do it over and over."""
    count = 0

    def see(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")
        if event == "return" and frame.f_code is _PUT_TOGETHER:
            count += len(argument)

    sys.setprofile(see)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return count
