"""State secrets are refused by their stamp; texts that speak of secrets pass."""

import unicodedata
from dataclasses import replace

import pytest

from services.drafting.domain.reader import read_text
from services.drafting.domain.secrecy import (
    refuse_secret,
    refuse_secret_draft,
    refuse_secret_field,
    secret_mark,
)
from shared.document.model import DispatchText
from shared.domain.refusals import Invalid

STAMPS = [
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "  mật  ",
    "**Tuyệt mật**",
    "**TỐI** **MẬT**",
    "[MẬT]",
    "(Tối mật).",
    "M Ậ T",
    "| TUYỆT  MẬT |",
    "Độ mật: Mật",
    "Độ mật - TUYỆT MẬT",
    "Mức độ mật: Tối mật",
    "MẬT - HỎA TỐC",
    "\ufeffMẬT",
    "T\u200bỐI MẬT",
]
INNOCENT = [
    "bảo vệ bí mật nhà nước",
    "V/v tăng cường bảo vệ bí mật nhà nước, tài liệu mật, tối mật, tuyệt mật",
    "Mật ong rừng Lạng Sơn",
    "Độ mật: Thường",
    "Bí mật",
    "MẬT KHẨU",
    "",
]


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_stamp_between_subject_and_addressees_is_refused(
    sample: str, stamp: str, form: str
) -> None:
    stamped = sample.replace("Kính gửi:", f"{stamp}\n\nKính gửi:")
    text = unicodedata.normalize(form, stamped)  # type: ignore[arg-type]  # both are forms

    with pytest.raises(Invalid) as refused:
        read_text(text)

    assert refused.value.code == "secret_refused"
    assert "Dương Minh Tuệ" not in str(refused.value.details) + refused.value.sentence


@pytest.mark.parametrize("before", ["Số: /SVHTTDL-VP", "Kính gửi:", "- Các phòng", "Thực hiện"])
def test_wherever_above_the_body_the_stamp_stands_it_counts(sample: str, before: str) -> None:
    with pytest.raises(Invalid):
        refuse_secret(sample.replace(before, f"TUYỆT MẬT\n{before}", 1))


@pytest.mark.parametrize("line", INNOCENT)
def test_a_line_that_speaks_of_secrets_is_no_stamp(sample: str, line: str) -> None:
    assert secret_mark([line]) is None
    refuse_secret(sample.replace("Kính gửi:", f"{line}\n\nKính gửi:"))


def test_a_word_alone_on_a_line_of_the_body_is_no_stamp(sample: str) -> None:
    refuse_secret(sample.replace("Trên cơ sở", "Mật\n\nTrên cơ sở"))


def test_a_stamp_after_an_addressee_broken_over_lines_is_found() -> None:
    lines = [
        "Kính gửi: Ủy ban nhân dân các huyện, thành phố và",
        "các cơ quan chuyên môn trực thuộc Ủy ban nhân dân tỉnh",
        "MẬT",
    ]

    assert secret_mark(lines) == "MẬT"


def test_without_addressees_every_line_counts() -> None:
    assert secret_mark(["Một văn bản không có nơi gửi nào cả ở đây.", "", "Tối mật"]) == "TỐI MẬT"


@pytest.mark.parametrize("secrecy", [None, "", "thuong", " thuong "])
def test_an_ordinary_secrecy_passes(secrecy: str | None) -> None:
    refuse_secret_field(secrecy)


@pytest.mark.parametrize("secrecy", ["mat", "toi_mat", "tuyet_mat", "MẬT", "anything"])
def test_any_other_secrecy_is_refused(secrecy: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_secret_field(secrecy)

    assert refused.value.code == "secret_refused"
    assert list(refused.value.details) == ["secrecy"]


def test_a_stamp_in_a_field_of_a_draft_is_refused(corrected: DispatchText) -> None:
    stamped = {
        "subject": replace(corrected, subject="Tối mật"),
        "place": replace(corrected, place="MẬT"),
        "addressees": replace(corrected, addressees=(*corrected.addressees, "MẬT")),
        "paragraphs": replace(corrected, paragraphs=("TUYỆT MẬT", *corrected.paragraphs)),
    }
    for field, text in stamped.items():
        with pytest.raises(Invalid) as refused:
            refuse_secret_draft(text)
        assert list(refused.value.details) == [field]


def test_a_stamp_below_an_urgency_stamp_or_within_the_first_paragraph_is_refused(
    corrected: DispatchText,
) -> None:
    for opening in (("KHẨN", "", "MẬT"), ("MẬT\nThực hiện Công văn số 1",)):
        with pytest.raises(Invalid):
            refuse_secret_draft(replace(corrected, paragraphs=(*opening, *corrected.paragraphs)))


def test_a_draft_that_speaks_of_secrets_passes(corrected: DispatchText) -> None:
    refuse_secret_draft(corrected)
    refuse_secret_draft(
        replace(
            corrected,
            subject="tăng cường bảo vệ bí mật nhà nước",
            paragraphs=("Mật ong là đặc sản.", "Mật", *corrected.paragraphs),
        )
    )
