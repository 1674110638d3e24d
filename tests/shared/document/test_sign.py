"""The person signs, then number, date and seal come in one revision; other readers agree."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.document.fields import DATE_LINE as DATE_FIELD
from shared.document.fields import NUMBER_LINE as NUMBER_FIELD
from shared.document.revisions import revisions_of
from shared.document.sign import fill_and_seal, sign_by_person
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import AT, DATE_LINE, NUMBER_LINE, SYMBOL, Chain
from tests.shared.document.measure import Measured, field_boxes
from tests.support.tools import run_tool


def test_each_act_adds_one_revision_to_the_bytes_before_it(chain: Chain) -> None:
    assert chain.signed.startswith(chain.prepared)
    assert chain.sealed.startswith(chain.signed)
    assert [r.end for r in revisions_of(chain.sealed)] == [
        len(chain.prepared),
        len(chain.signed),
        len(chain.sealed),
    ]


def test_poppler_finds_two_valid_signatures(chain: Chain, tmp_path: Path) -> None:
    file = tmp_path / "cong-van.pdf"
    file.write_bytes(chain.sealed)
    said = run_tool("pdfsig", "-nocert", file)

    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Signature Type: ETSI.CAdES.detached") == 2
    assert said.count("Total document signed") == 1
    assert said.index("Not total document signed") < said.index("- Total document signed")


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, date(2026, 1, 5)),
        (781, date(2026, 11, 23)),
        (12345, date(2026, 12, 31)),
    ],
)
def test_number_and_date_look_as_if_typeset(chain: Chain, number: int, day: date) -> None:
    lines = {NUMBER_FIELD: number_line(number, SYMBOL), DATE_FIELD: date_line("Lạng Sơn", day)}
    sealed = _sealed(chain, lines[NUMBER_FIELD], lines[DATE_FIELD])
    measured = Measured(sealed)
    boxes = field_boxes(sealed)

    for name, text in lines.items():
        line = measured.line(text)
        assert line.text == text
        assert line.middle == pytest.approx(boxes[name].middle, abs=0.2)
        assert boxes[name].left <= line.left
        assert line.right <= boxes[name].right
    assert measured.line("Số:").middle == pytest.approx(measured.line("V/v").middle, abs=0.6)
    assert measured.line("Lạng").middle == pytest.approx(measured.line("Độc lập").middle, abs=0.6)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("Số: 781/UBND-VP", DATE_LINE),
        ("Số: /SVHTTDL-VP", DATE_LINE),
        (NUMBER_LINE, "Lạng Sơn, ngày tháng năm"),
        (NUMBER_LINE, "Hà Nội, ngày 23 tháng 11 năm 2026"),
    ],
)
def test_a_line_that_is_not_the_prepared_one_is_refused(
    chain: Chain, number: str, day: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _sealed(chain, number, day)

    assert refused.value.code == "line_does_not_fit"


def test_a_sealed_file_is_never_filled_again(chain: Chain) -> None:
    with pytest.raises(Invalid) as refused:
        asyncio.run(
            fill_and_seal(
                chain.sealed,
                chain.keys.agency,
                None,
                number_line=number_line(2, SYMBOL),
                date_line=DATE_LINE,
                at=AT,
            )
        )

    assert refused.value.code == "line_does_not_fit"


@pytest.mark.parametrize("days", [-2, 400])
def test_nobody_signs_outside_the_certificates_time(chain: Chain, days: int) -> None:
    at = AT + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        asyncio.run(sign_by_person(chain.prepared, chain.keys.person, None, reason="Ký", at=at))

    assert refused.value.code == "certificate_not_valid"
    assert "22/11/2026" in refused.value.sentence


def test_signatures_without_pictures_are_as_good(chain: Chain) -> None:
    signed = asyncio.run(
        sign_by_person(chain.prepared, chain.keys.person, None, reason="Ký", at=AT)
    )
    sealed = asyncio.run(
        fill_and_seal(
            signed,
            chain.keys.agency,
            None,
            number_line=NUMBER_LINE,
            date_line=DATE_LINE,
            at=AT,
        )
    )

    assert chain.verdict(sealed).problems == ()


def _sealed(chain: Chain, number: str, day: str) -> bytes:
    return asyncio.run(
        fill_and_seal(
            chain.signed,
            chain.keys.agency,
            chain.seal_png,
            number_line=number,
            date_line=day,
            at=AT,
        )
    )
