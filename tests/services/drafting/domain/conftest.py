"""The real dispatch and the agency that it belongs to, as every rule's test needs them."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.drafting.domain.office import Office
from services.drafting.domain.reader import read_text
from shared.document.model import DispatchText

SAMPLES = Path(__file__).parents[4] / "deploy/samples"


@pytest.fixture(scope="session")
def sample() -> str:
    return (SAMPLES / "dispatch-svhttdl-2023.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def office() -> Office:
    return Office(
        place="Lạng Sơn",
        agency_code="SVHTTDL",
        unit_code="VP",
        post_abbreviations={"GĐ": "Giám đốc", "PGĐ": "Phó Giám đốc"},
        unit_codes=frozenset({"VP", "QLVH", "QLDL"}),
        signature_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        signer_name="Dương Minh Tuệ",
    )


@pytest.fixture(scope="session")
def draft(sample: str) -> DispatchText:
    """The sample as it is read, with its faults."""
    return read_text(sample).text


@pytest.fixture(scope="session")
def corrected(draft: DispatchText) -> DispatchText:
    """The sample's twin as a careful drafter writes it."""
    return replace(
        draft,
        place="Lạng Sơn",
        subject=draft.subject.replace("Triển", "triển", 1),
        recipients=("Như trên", "GĐ, các PGĐ Sở"),
        paragraphs=tuple(
            p.replace("truyền truyền", "tuyên truyền")
            .replace("thực thuộc", "trực thuộc")
            .replace(", ngày", " ngày")
            .replace("17/4/2023 về", "17/4/2023 của Bộ Thông tin và Truyền thông về")
            for p in draft.paragraphs
        ),
    )
