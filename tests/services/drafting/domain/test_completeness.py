"""What a draft lacks for submission, and which recipients nobody knows."""

import unicodedata
from dataclasses import replace

import pytest

from services.drafting.domain.completeness import matches, missing_for_submission
from shared.document.model import DispatchText
from shared.domain.recipients import Directory

NAMES = (
    "Các phòng chuyên môn",
    "Các đơn vị sự nghiệp trực thuộc Sở",
    "GĐ, các PGĐ Sở",
    "Văn phòng",
    "Thư viện tỉnh",
    "Chánh Văn phòng",
)
KNOWN = Directory.named((name, (f"box-{number}",)) for number, name in enumerate(NAMES))


def test_the_corrected_dispatch_lacks_nothing(corrected: DispatchText) -> None:
    assert missing_for_submission(corrected, KNOWN) == {}


def test_the_real_dispatch_can_be_submitted_for_its_letters_are_the_form_checks(
    draft: DispatchText,
) -> None:
    assert missing_for_submission(draft, KNOWN) == {}


def test_an_empty_draft_names_every_missing_field() -> None:
    missing = missing_for_submission(DispatchText(), KNOWN)

    assert list(missing) == [
        "subject",
        "addressees",
        "paragraphs",
        "recipients",
        "file_copy",
        "signature_lines",
    ]
    assert all(sentence.endswith(".") for sentence in missing.values())


def test_a_decision_needs_who_decides_and_on_what_and_no_addressees() -> None:
    missing = missing_for_submission(DispatchText(doc_type="quyet_dinh"), KNOWN)

    assert {"authority", "bases"} <= set(missing)
    assert "addressees" not in missing


@pytest.mark.parametrize("name", ["Như Điều 3", "Như Điều 2, 3", "như điều 1 và Điều 3;"])
def test_whom_an_article_means_must_be_said_though_it_is_not_printed(
    corrected: DispatchText, name: str
) -> None:
    decision = replace(
        corrected,
        doc_type="quyet_dinh",
        authority="GIÁM ĐỐC",
        bases=("Căn cứ Luật",),
        recipients=(name,),
    )

    assert missing_for_submission(decision, KNOWN) == {}
    (sentence,) = missing_for_submission(replace(decision, addressees=()), KNOWN).values()
    assert name in sentence


def test_what_is_issued_here_has_one_signer(corrected: DispatchText) -> None:
    two = replace(corrected, cosigner_name="Hoàng Thị Lan")

    assert list(missing_for_submission(two, KNOWN)) == ["cosigner_lines"]


def test_blank_values_count_as_missing(corrected: DispatchText) -> None:
    blank = replace(corrected, subject=" \n", paragraphs=("", " "), recipients=(" ",))

    assert list(missing_for_submission(blank, KNOWN)) == ["subject", "paragraphs", "recipients"]


def test_every_unknown_name_is_named_with_its_place(corrected: DispatchText) -> None:
    text = replace(
        corrected,
        addressees=("Các phòng chuyên môn", "Sở Nội vụ", "Như trên"),
        recipients=("Như trên", "Thư viện tỉnh", "Báo Lạng Sơn"),
    )
    missing = missing_for_submission(text, KNOWN)

    assert list(missing) == ["addressees[1]", "addressees[2]", "recipients[2]"]
    assert '"Báo Lạng Sơn"' in missing["recipients[2]"]


@pytest.mark.parametrize(
    "name",
    [
        "Các phòng chuyên môn",
        "- các  Phòng chuyên môn;",
        "CÁC PHÒNG CHUYÊN MÔN.",
        "Các phòng chuyên môn (để t/h);",
        "Các phòng chuyên môn (để b/c) (2 bản)",
        "GĐ, các PGĐ Sở",
        "GD, các PGD Sở",
        "Chánh Văn phòng",
        "Như trên",
        "Như trên;",
        unicodedata.normalize("NFD", "Thư viện tỉnh"),
    ],
)
def test_a_name_matches_however_it_is_punctuated(name: str) -> None:
    assert matches(name, KNOWN)


@pytest.mark.parametrize("name", ["", "Các phòng", "GĐ", "Thu vien tinh", "Sở Nội vụ"])
def test_another_name_matches_nothing(name: str) -> None:
    assert not matches(name, KNOWN)
