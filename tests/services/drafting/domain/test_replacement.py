"""Replacements: exactly in their place, once, and never where the words are gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.drafting.domain.form_check import check_form
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import apply_replacement, entries, narrow
from shared.document.model import AnnexText, DispatchText, Finding

OFFICE = Office(
    place="Lạng Sơn",
    agency_code="SVHTTDL",
    unit_code="VP",
    post_abbreviations={"GĐ": "Giám đốc", "PGĐ": "Phó Giám đốc"},
    signature_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Dương Minh Tuệ",
)
WORDS = st.sampled_from(
    [
        "V/v",
        "GD",
        "PGD",
        "\u00d0ảng",
        "Triển",
        "khai",
        "TS.",
        "Lưu:",
        "VT",
        "-",
        ";",
        ".",
        "./.",
        " ",
    ]
)
VALUE = st.one_of(st.text(max_size=20), st.lists(WORDS, max_size=8).map(" ".join))
VALUES = st.lists(VALUE, max_size=3).map(tuple)
TEXTS = st.builds(
    DispatchText,
    place=VALUE,
    subject=VALUE,
    addressees=VALUES,
    paragraphs=VALUES,
    recipients=VALUES,
    file_copy=VALUE,
    signature_lines=VALUES,
    signer_name=VALUE,
    bases=VALUES,
    annexes=st.lists(st.builds(AnnexText, title=VALUE, paragraphs=VALUES), max_size=2).map(tuple),
)
ANY_FINDING = st.builds(
    Finding,
    code=st.just("any"),
    severity=st.just("info"),
    field=st.one_of(
        st.text(max_size=10),
        st.sampled_from(
            ["place", "subject", "recipients[0]", "recipients[9]", "urgency", "place[0]"]
        ),
    ),
    message=st.just(""),
    rule=st.just(""),
    found=st.one_of(st.none(), VALUE),
    replacement=st.one_of(st.none(), VALUE),
)


def finding(field: str, found: str | None, replacement: str | None) -> Finding:
    return Finding(
        code="any",
        severity="error",
        field=field,
        message="",
        rule="",
        found=found,
        replacement=replacement,
    )


@given(TEXTS)
def test_a_replacement_applied_twice_changes_nothing_more(text: DispatchText) -> None:
    for remark in check_form(text, OFFICE):
        once = apply_replacement(text, remark)

        assert apply_replacement(once, remark) == once
        assert remark.found is None or remark.replacement is None or once != text


@given(TEXTS, ANY_FINDING)
def test_no_finding_makes_it_fail_or_touches_another_field(
    text: DispatchText, remark: Finding
) -> None:
    after = apply_replacement(text, remark)

    field = remark.field.partition("[")[0]
    if hasattr(text, field):
        assert replace(after, **{field: getattr(text, field)}) == text
    else:
        assert after == text


@given(TEXTS)
def test_what_a_finding_found_stands_in_its_field(text: DispatchText) -> None:
    for remark in check_form(text, OFFICE):
        if remark.found is not None:
            places = dict(entries(text, remark.field.partition("[")[0]))
            assert remark.found in (places.get(remark.field) or getattr(text, remark.field))


def test_only_whole_words_in_the_named_entry_are_replaced() -> None:
    text = DispatchText(recipients=("GD", "PGD, GD", "GD"))

    after = apply_replacement(text, finding("recipients[1]", "GD", "GĐ"))

    assert after.recipients == ("GD", "PGD, GĐ", "GD")


def test_words_of_an_annex_are_replaced_in_their_annex() -> None:
    same = AnnexText(title="Danh sách GD", paragraphs=("Một.", "Ông A, GD Sở."))
    text = DispatchText(annexes=(same, same))
    changed = apply_replacement(text, finding("annexes[1].paragraphs[1]", "GD", "GĐ"))

    assert changed.annexes[0] == same
    assert changed.annexes[1].paragraphs == ("Một.", "Ông A, GĐ Sở.")
    titled = apply_replacement(text, finding("annexes[0].title", "GD", "GĐ"))
    assert titled.annexes[0].title == "Danh sách GĐ"
    for nowhere in ("annexes[2].title", "annexes[0]", "annexes[0].doc_type", "annexes.title"):
        assert apply_replacement(text, finding(nowhere, "GD", "GĐ")) == text


def test_words_that_are_gone_or_stand_twice_change_nothing() -> None:
    text = DispatchText(subject="triển khai, triển khai")

    assert apply_replacement(text, finding("subject", "Triển", "triển")) == text
    assert apply_replacement(text, finding("subject", "triển", "Triển")) == text


def test_a_finding_without_replacement_or_of_no_field_changes_nothing() -> None:
    text = DispatchText(place="Lang Son", recipients=("GD",))

    for remark in (
        finding("place", "Lang Son", None),
        finding("place", None, "Lạng Sơn"),
        finding("place[0]", "Lang Son", "Lạng Sơn"),
        finding("recipients", "GD", "GĐ"),
        finding("recipients[1]", "GD", "GĐ"),
        finding("doc_type", "cong_van", "quyet_dinh"),
        finding("nowhere", "GD", "GĐ"),
        finding("", "GD", "GĐ"),
    ):
        assert apply_replacement(text, remark) == text


def test_a_difference_is_narrowed_to_whole_words_that_stand_once() -> None:
    assert narrow("GD, các PGD Sở", "GĐ, các PGĐ Sở") == ("GD, các PGD", "GĐ, các PGĐ")
    assert narrow("yêu cầu trên.", "yêu cầu trên./.") == ("trên.", "trên./.")
    assert narrow("Sở ;", "Sở") == ("Sở ;", "Sở")
    found, _ = narrow("đi đi đi \u00d0i", "đi đi đi Đi")
    assert found == "\u00d0i"
