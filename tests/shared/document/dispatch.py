"""The sample dispatch as a reviewer left it, its keys, and what the records say of it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.document.keys import SigningKey, load_key
from shared.document.model import DispatchText, Letterhead, Paper, SignatureBlock
from shared.document.trial_keys import TrialAuthority
from shared.document.verification import Expected, Verification
from shared.document.verify import verify

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PARENT, ISSUER = "UBND TỈNH LẠNG SƠN", "Sở Văn hóa, Thể thao và Du lịch"
SIGNER, SYMBOL = "Dương Minh Tuệ", "SVHTTDL-VP"
NUMBER_LINE, DATE_LINE = "Số: 781/SVHTTDL-VP", "Lạng Sơn, ngày 23 tháng 11 năm 2026"

_SAMPLE = Path(__file__).parents[3] / "deploy/samples" / "dispatch-svhttdl-2023.txt"


@dataclass(frozen=True)
class Keys:
    root: bytes
    person: SigningKey
    agency: SigningKey
    other_agency: SigningKey


@dataclass(frozen=True)
class Chain:
    prepared: bytes
    signed: bytes
    sealed: bytes
    seal_png: bytes
    keys: Keys
    number_line: str = NUMBER_LINE
    date_line: str = DATE_LINE
    at: datetime = AT

    @property
    def expected(self) -> Expected:
        return Expected(
            prepared=self.prepared,
            number_line=self.number_line,
            date_line=self.date_line,
            person_certificate=self.keys.person.fingerprint,
            agency_certificate=self.keys.agency.fingerprint,
        )

    def verdict(self, pdf: bytes, **changes: Any) -> Verification:
        """What `verify` says, by the records of this dispatch."""
        expected = replace(self.expected, **changes)
        return asyncio.run(verify(pdf, trust_roots=[self.keys.root], at=self.at, expected=expected))


def make_keys() -> Keys:
    begin = AT - timedelta(days=1)
    authority = TrialAuthority.found(now=begin)
    person = authority.key_for_person(SIGNER, ISSUER, password="một", now=begin)
    agency = authority.key_for_agency(ISSUER, password="hai", now=begin)
    other = authority.key_for_agency("Sở khác, cùng CA", password="ba", now=begin)
    return Keys(
        authority.root_der,
        load_key(person, "một"),
        load_key(agency, "hai"),
        load_key(other, "ba"),
    )


def sample_paragraphs() -> tuple[str, ...]:
    text = _SAMPLE.read_text(encoding="utf-8")
    body = text.split("trực thuộc Sở.\n\n", 1)[1].split("Nơi nhận:")[0]
    return tuple(" ".join(p.split()) for p in body.split("\n\n") if p.strip())


def sample_paper(**changes: Any) -> Paper:
    """The sample; `changes` are fields of its text."""
    text = DispatchText(
        place="Lạng Sơn",
        subject=(
            "triển khai Chiến lược chuyển đổi số báo chí đến năm 2025, định hướng đến năm 2030"
        ),
        addressees=("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
        paragraphs=sample_paragraphs(),
        recipients=("Như trên", "GĐ, các PGĐ Sở"),
        file_copy="VT, VP",
        signature_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        signer_name=SIGNER,
    )
    return Paper(
        letterhead=Letterhead(
            parent=PARENT,
            issuer_lines=("SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"),
            issuer=ISSUER,
            symbol=SYMBOL,
            place="Lạng Sơn",
        ),
        text=replace(text, **changes),
        signature=SignatureBlock(lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name=SIGNER),
    )
