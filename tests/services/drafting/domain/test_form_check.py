"""The form check on the real dispatch, on its corrected twin and on damaged twins."""

from dataclasses import replace

import pytest

from services.drafting.domain.form_check import apply_replacement, check_form, refuse_errors
from services.drafting.domain.office import Office
from shared.document.model import AnnexText, DispatchText, Finding
from shared.domain.refusals import Invalid


def remarks(text: DispatchText, office: Office) -> list[tuple[str, str, str | None, str | None]]:
    return [(f.code, f.field, f.found, f.replacement) for f in check_form(text, office)]


def codes(text: DispatchText, office: Office) -> list[str]:
    return [finding.code for finding in check_form(text, office)]


def corrected_by(findings: tuple[Finding, ...], text: DispatchText) -> DispatchText:
    for finding in findings:
        text = apply_replacement(text, finding)
    return text


def test_the_real_dispatch_has_the_findings_of_an_office_reviewer(
    draft: DispatchText, office: Office
) -> None:
    findings = check_form(draft, office)

    assert remarks(draft, office) == [
        ("place_differs", "place", "Lang Son", "Lạng Sơn"),
        ("post_abbreviation", "recipients[1]", "GD, các PGD", "GĐ, các PGĐ"),
        ("subject_capital", "subject", "Triển", "triển"),
        ("doubled_word", "paragraphs[1]", "truyền truyền", None),
        ("citation_incomplete", "paragraphs[1]", "1369/BTTTT-CBC", None),
        ("citation_comma", "paragraphs[1]", "348/QĐ-TTg, ngày", "348/QĐ-TTg ngày"),
        ("citation_comma", "paragraphs[1]", "1369/BTTTT-CBC, ngày", "1369/BTTTT-CBC ngày"),
        ("citation_comma", "paragraphs[1]", "781/QĐ-BTTTT, ngày", "781/QĐ-BTTTT ngày"),
        ("misspelt_word", "paragraphs[1]", "thực thuộc", "trực thuộc"),
    ]
    assert [f.severity for f in findings] == ["error", "error", "warning", *["info"] * 6]
    assert all(f.rule and f.message for f in findings)


def test_errors_of_form_are_refused_each_at_its_field(draft: DispatchText, office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_errors(check_form(draft, office))

    assert refused.value.code == "form_errors"
    assert list(refused.value.details) == ["place", "recipients[1]"]


def test_warnings_refuse_nothing_nor_errors_that_an_agency_made_lighter(
    draft: DispatchText, office: Office
) -> None:
    lighter = replace(office, form_rules={"place_differs": "info", "post_abbreviation": "off"})
    found = check_form(draft, lighter)

    refuse_errors(found)
    assert "place_differs" in [f.code for f in found if f.severity == "info"]
    assert "post_abbreviation" not in [f.code for f in found]


def test_the_corrected_twin_has_no_findings(corrected: DispatchText, office: Office) -> None:
    assert check_form(corrected, office) == ()


def test_applying_the_replacements_leaves_only_what_a_person_must_tell(
    draft: DispatchText, corrected: DispatchText, office: Office
) -> None:
    after = corrected_by(check_form(draft, office), draft)

    assert (after.place, after.subject) == (corrected.place, corrected.subject)
    assert after.recipients == corrected.recipients
    assert codes(after, office) == ["doubled_word", "citation_incomplete"]


@pytest.mark.parametrize(
    ("place", "found"), [("Lạng Sơn", False), ("", False), ("Hà Nội", True), ("lạng sơn", True)]
)
def test_the_place_is_the_agencys(
    corrected: DispatchText, office: Office, place: str, *, found: bool
) -> None:
    assert ("place_differs" in codes(replace(corrected, place=place), office)) is found


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ("GD Sở", [("GD", "GĐ")]),
        ("PGD", [("PGD", "PGĐ")]),
        ("Các PGĐ, GD", [("GD", "GĐ")]),
        ("GĐ, các PGĐ Sở", []),
        ("Phòng GD", []),
        ("PGD&ĐT thành phố", []),
        ("Gd Sở", []),
        ("HGD", []),
    ],
)
def test_only_letters_that_lost_their_stroke_are_remarked(
    corrected: DispatchText, office: Office, recipient: str, expected: list[tuple[str, str]]
) -> None:
    text = replace(corrected, recipients=("Như trên", recipient))

    assert remarks(text, office) == [
        ("post_abbreviation", "recipients[1]", *pair) for pair in expected
    ]


def test_the_abbreviation_of_a_unit_is_right_even_without_stroke(
    corrected: DispatchText, office: Office
) -> None:
    text = replace(corrected, recipients=("Như trên", "GD"))

    assert codes(text, replace(office, unit_codes=frozenset({"GD"}))) == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("nâng bậc lương năm 2019", []),
        ("Nâng bậc lương năm 2019", ["nâng"]),
        ("Đề nghị và Đề nghị", ["đề nghị và Đề nghị"]),
        ("Ý kiến góp ý", ["ý"]),
        ("UBND tỉnh giao nhiệm vụ", []),
        ("Lạng Sơn tổ chức lễ hội", []),
        ("Sở Nội vụ đề nghị", []),
        ("Nhân dân tham gia", []),
        ("", []),
    ],
)
def test_after_v_v_the_sentence_goes_on_in_small_letters(
    corrected: DispatchText, office: Office, subject: str, expected: list[str]
) -> None:
    text = replace(corrected, subject=subject)
    capitals = [f for f in check_form(text, office) if f.code == "subject_capital"]

    assert [f.replacement for f in capitals] == expected
    for finding in capitals:
        assert apply_replacement(text, finding).subject == subject[0].lower() + subject[1:]


def test_a_subject_that_repeats_v_v_loses_it(corrected: DispatchText, office: Office) -> None:
    text = replace(corrected, subject="V/v: Triển khai Chiến lược.")
    findings = check_form(text, office)

    assert [f.code for f in findings] == ["subject_capital", "leftover_punctuation"]
    once = corrected_by(findings, text)
    assert corrected_by(check_form(once, office), once).subject == "triển khai Chiến lược"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("thông tin truyền truyền rộng", ["truyền truyền"]),
        ("Các các phòng, của của sở", ["Các các", "của của"]),
        ("luôn luôn và từ từ", []),
        ("năm 2026 2026", []),
        ("sở, sở ngành", []),
        ("ông Chi Chi", []),
    ],
)
def test_doubled_words_are_pointed_out_without_a_guess(
    corrected: DispatchText, office: Office, words: str, expected: list[str]
) -> None:
    findings = check_form(replace(corrected, paragraphs=(f"{words}./.",)), office)

    assert [f.found for f in findings] == expected
    assert all((f.severity, f.replacement) == ("info", None) for f in findings)


@pytest.mark.parametrize(
    ("file_copy", "expected"),
    [
        ("VT, VP", []),
        ("VT, VP (NHN)", []),
        ("VT; QLVH; VP(3); NHN, 20", []),
        ("VT, QLVH", [("file_copy_unit", "QLVH")]),
        ("VT, NHN, QLVH", [("file_copy_unit", "QLVH")]),
        ("VT", [("file_copy_unit", None)]),
        ("VP", [("file_copy_registry", None)]),
        ("", []),
    ],
)
def test_the_file_copy_stays_with_the_registry_and_the_drafting_unit(
    corrected: DispatchText, office: Office, file_copy: str, expected: list[tuple[str, str | None]]
) -> None:
    findings = check_form(replace(corrected, file_copy=file_copy), office)

    assert [(f.code, f.found) for f in findings] == expected
    assert all(f.severity == "warning" for f in findings)


@pytest.mark.parametrize(
    "name",
    [
        "TS. Dương Minh Tuệ",
        "PGS.TS Dương Minh Tuệ",
        "Th.S Dương Minh Tuệ",
        "ThS Dương Minh Tuệ",
        "Tiến sĩ Dương Minh Tuệ",
        "Dương Minh Tuệ, TS.",
    ],
)
def test_the_signer_has_no_academic_title(
    corrected: DispatchText, office: Office, name: str
) -> None:
    text = replace(corrected, signer_name=name)
    findings = check_form(text, office)

    assert [(f.code, f.severity) for f in findings] == [("academic_title", "error")]
    assert corrected_by(findings, text).signer_name == "Dương Minh Tuệ"


@pytest.mark.parametrize(
    ("name", "replacement"), [("Duong Minh Tue", "Dương Minh Tuệ"), ("Trần Văn A", None)]
)
def test_the_name_is_the_signers(
    corrected: DispatchText, office: Office, name: str, replacement: str | None
) -> None:
    expected = [("signer_differs", "signer_name", name, replacement)]

    assert remarks(replace(corrected, signer_name=name), office) == expected
    assert codes(replace(corrected, signer_name=name), replace(office, signer_name="")) == []


def test_tm_stands_only_in_a_collective(corrected: DispatchText, office: Office) -> None:
    text = replace(corrected, signature_lines=("TM. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
    of_committee = replace(text, signature_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))
    committee = replace(office, collective=True, signature_lines=of_committee.signature_lines)

    expected = [("tm_without_collective", "signature_lines[0]", "TM. GIÁM ĐỐC", None)]
    assert remarks(text, office) == expected
    assert codes(of_committee, committee) == []


def test_the_signature_block_is_the_one_of_the_signer(
    corrected: DispatchText, office: Office
) -> None:
    wrong_line = replace(corrected, signature_lines=("TL. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
    one_line = replace(corrected, signature_lines=("GIÁM ĐỐC",))

    assert remarks(wrong_line, office) == [
        ("signature_differs", "signature_lines[0]", "TL. GIÁM ĐỐC", "KT. GIÁM ĐỐC")
    ]
    assert remarks(one_line, office) == [("signature_differs", "signature_lines", None, None)]


def test_a_missing_end_mark_is_pointed_out(corrected: DispatchText, office: Office) -> None:
    bare = replace(corrected, paragraphs=("Kính đề nghị thực hiện theo yêu cầu trên.",))
    findings = check_form(bare, office)

    assert [(f.code, f.severity) for f in findings] == [("end_mark_missing", "info")]
    assert corrected_by(findings, bare).paragraphs == (
        "Kính đề nghị thực hiện theo yêu cầu trên./.",
    )


@pytest.mark.parametrize(
    ("doc_type", "last"),
    [("cong_van", "| a |\n|---|\n| b |"), ("thu_cong", "Xin cảm ơn."), ("cong_van", "**Hết./.**")],
)
def test_behind_a_table_and_in_a_letter_there_is_no_end_mark(
    corrected: DispatchText, office: Office, doc_type: str, last: str
) -> None:
    text = replace(corrected, doc_type=doc_type, paragraphs=("Sở thông báo.", last))

    assert "end_mark_missing" not in {one.code for one in check_form(text, office)}


def test_bases_and_annexes_are_spelt_as_the_body_is(
    corrected: DispatchText, office: Office
) -> None:
    wrong = "Ông A trực thực thuộc Sở"
    annex = AnnexText(title="Danh sách", paragraphs=(wrong,))
    text = replace(corrected, bases=(wrong,), annexes=(annex,))

    assert {"bases[0]", "annexes[0].paragraphs[0]"} <= {
        one.field for one in check_form(text, office)
    }


def test_thanks_and_a_note_may_follow_the_end_mark(corrected: DispatchText, office: Office) -> None:
    thanked = replace(corrected, paragraphs=(*corrected.paragraphs, "Trân trọng cảm ơn!"))
    noted = replace(corrected, paragraphs=("Thực hiện.", "(Đính kèm danh sách)"))

    assert codes(thanked, office) == []
    assert [f.replacement for f in check_form(noted, office)] == [None]


@pytest.mark.parametrize(
    ("entry", "bare"),
    [("Các phòng;", "Các phòng"), ("- Các phòng", "Các phòng"), ("Các phòng .", "Các phòng")],
)
def test_bullets_and_final_marks_are_the_layouts(
    corrected: DispatchText, office: Office, entry: str, bare: str
) -> None:
    text = replace(corrected, addressees=(entry,))
    findings = check_form(text, office)

    assert [(f.code, f.field) for f in findings] == [("leftover_punctuation", "addressees[0]")]
    assert corrected_by(findings, text).addressees == (bare,)


def test_the_word_luu_is_the_layouts(corrected: DispatchText, office: Office) -> None:
    text = replace(corrected, file_copy="Lưu: VT, VP.")
    findings = check_form(text, office)

    assert "leftover_punctuation" in [f.code for f in findings]
    assert corrected_by(findings, text).file_copy == "VT, VP"


def test_eth_is_not_the_letter_d_with_stroke(corrected: DispatchText, office: Office) -> None:
    text = replace(corrected, paragraphs=("Các cấp ủy \u00d0ảng và đoàn thể thực hiện./.",))
    findings = check_form(text, office)

    assert remarks(text, office) == [("eth_for_d", "paragraphs[0]", "\u00d0ảng", "Đảng")]
    assert corrected_by(findings, text).paragraphs == ("Các cấp ủy Đảng và đoàn thể thực hiện./.",)


def test_errors_come_first_and_then_the_fields_as_they_stand(
    draft: DispatchText, office: Office
) -> None:
    damaged = replace(draft, signer_name="TS. Dương Minh Tuệ", addressees=("Các phòng;", "GD"))

    assert [(f.severity, f.field) for f in check_form(damaged, office)] == [
        ("error", "place"),
        ("error", "addressees[1]"),
        ("error", "recipients[1]"),
        ("error", "signer_name"),
        ("warning", "subject"),
        ("warning", "addressees[0]"),
        *[("info", "paragraphs[1]")] * 6,
    ]


@pytest.mark.parametrize(
    "words",
    [
        *("truyền truyền ", "\u00d0ảng ", "a", " ", "GD, ", "- ", "a b ", "V/v ", ",", "thuỷ "),
        *("Công văn số 7/A-B, ngày 1/1/2024 ", "Căn cứ ", "nghành ", "thực thuộc "),
        *("Điểm a Khoản 2 Điều 5 ", "KT ", "T/M "),
    ],
)
def test_a_large_draft_is_checked_and_corrected_to_its_end(
    corrected: DispatchText, office: Office, words: str, every: int
) -> None:
    """Time that grew faster than the text would never let it end."""
    large = words * (100_000 // every // len(words))
    text = replace(
        corrected, subject=large, paragraphs=(large,), recipients=(large,), signer_name=large
    )

    found = check_form(text, office)

    assert found
    assert corrected_by(found, text) is not None
