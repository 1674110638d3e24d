"""What stands in each box: punctuation, capitals, end mark (ND30 PL1)."""

import pytest

from shared.document.sheet import sheet, with_end_mark
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import sample_paper


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (["Kết thúc"], ["Kết thúc./."]),
        (["Kết thúc."], ["Kết thúc./."]),
        (["Kết thúc./"], ["Kết thúc./."]),
        (["Kết thúc./."], ["Kết thúc./."]),
        (["Kết thúc ./. "], ["Kết thúc ./."]),
        (["Một.", "Hai.", "  "], ["Một.", "Hai./."]),
        (["Kết thúc./.", "(Đính kèm Kế hoạch)"], ["Kết thúc./.", "(Đính kèm Kế hoạch)"]),
        (["**Kết thúc.**"], ["**Kết thúc./.**"]),
        (["| a |\n|-|\n| b |"], ["| a |\n|-|\n| b |"]),
        ([], []),
    ],
)
def test_the_body_ends_with_its_mark_once(written: list[str], printed: list[str]) -> None:
    assert with_end_mark(written) == printed


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        ((), []),
        (("Sở Nội vụ",), ["Sở Nội vụ"]),
        (("Sở Nội vụ.",), ["Sở Nội vụ"]),
        (("Sở Nội vụ;", "Sở Tài chính."), ["Sở Nội vụ;", "Sở Tài chính."]),
        (("A", " ", "B", "C"), ["A;", "B;", "C."]),
    ],
)
def test_addressees_are_punctuated_by_their_number(
    names: tuple[str, ...], printed: list[str]
) -> None:
    assert sheet(sample_paper(addressees=names))["addressees"] == printed


@pytest.mark.parametrize(
    ("names", "file_copy", "printed"),
    [
        (
            ("Như trên", "GĐ, các PGĐ Sở"),
            "VT, VP",
            ["Như trên;", "GĐ, các PGĐ Sở;", "Lưu: VT, VP."],
        ),
        (("Như trên;",), "VT, VP.", ["Như trên;", "Lưu: VT, VP."]),
        (("Như trên", "Sở Nội vụ"), "", ["Như trên;", "Sở Nội vụ."]),
        ((), "VT", ["Lưu: VT."]),
    ],
)
def test_the_file_copy_is_the_last_recipient(
    names: tuple[str, ...], file_copy: str, printed: list[str]
) -> None:
    assert sheet(sample_paper(recipients=names, file_copy=file_copy))["recipients"] == printed


def test_a_line_of_the_text_stays_one_line() -> None:
    lines = sheet(sample_paper(subject="triển khai\nChiến lược\t số", paragraphs=("Một\r\n hai",)))

    assert lines["subject"] == "V/v triển khai Chiến lược số"
    assert lines["body"] == [{"kind": "paragraph", "letters": ["Một hai./."]}]


def test_invisible_marks_that_turn_the_order_of_letters_are_left_out() -> None:
    (paragraph,) = sheet(sample_paper(paragraphs=("một\u202eiah\u202c",)))["body"]

    assert paragraph["letters"] == ["mộtiah./."]


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "😀", "漢", "\ue000"])
@pytest.mark.parametrize("place", ["subject", "file_copy", "paragraphs"])
def test_a_letter_that_can_not_be_printed_is_refused_wherever_it_stands(
    letter: str, place: str
) -> None:
    words = f"a{letter}b"
    changed = {place: (words,) if place == "paragraphs" else words}
    with pytest.raises(Invalid) as refused:
        sheet(sample_paper(**changed))

    assert refused.value.code == "letter_without_glyph"
    assert f"U+{ord(letter):04X}" in refused.value.sentence
    assert f"U+{ord(letter):04X}" not in refused.value.for_engine
    assert letter not in refused.value.for_engine
