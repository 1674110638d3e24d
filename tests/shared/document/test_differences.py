"""What changed between two versions: told by paragraph and word, and nothing else told."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.document.differences import (
    Change,
    ChangeKind,
    Span,
    SpanKind,
    changes_between,
    content_hash,
    words_between,
)
from shared.document.model import AnnexText, DispatchText, Finding, Letterhead
from shared.document.version import FrozenAttachment, FrozenVersion
from shared.domain.circulation import Circulation
from shared.domain.urgency import Urgency
from shared.domain.words import collapse

FIRST = "Thực hiện Kế hoạch số 12, Sở yêu cầu các phòng báo cáo kết quả trước ngày 20/11/2026."
SECOND = "Giao Văn phòng tổng hợp, tham mưu lãnh đạo Sở báo cáo Ủy ban nhân dân tỉnh."
THIRD = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh kịp thời./."
LETTERHEAD = Letterhead(parent="UBND", issuer_lines=("Sở",), issuer="Sở", symbol="S", place="L")
SAME, REMOVED, ADDED = SpanKind.SAME, SpanKind.REMOVED, SpanKind.ADDED

A_WORD = st.sampled_from(["các", "phòng", "đơn", "vị", "báo", "cáo", "Sở", "1.", "\u0302", "ô"])
A_TEXT = st.lists(A_WORD, max_size=12).map(" ".join)
SOME_TEXTS = st.lists(A_TEXT, max_size=8).map(tuple)


def version(*paragraphs: str, attachments: Iterable[FrozenAttachment] = (), **said: Any) -> Any:
    return FrozenVersion(
        case="SVHTTDL-2026-000001",
        round=1,
        agency="SVHTTDL",
        organisation="0" * 64,
        unit="VP",
        field="VP",
        drafter="chuyen-vien-vp",
        authors=("chuyen-vien-vp",),
        submitter="chuyen-vien-vp",
        signer="duong-minh-tue",
        letterhead=LETTERHEAD,
        text=DispatchText(paragraphs=paragraphs, **said),
        attachments=tuple(attachments),
    )


def paper(name: str, sha256: str = "a" * 64, kind: str = "supporting") -> FrozenAttachment:
    return FrozenAttachment(
        name=name, kind=kind, media_type="application/pdf", size=1, sha256=sha256
    )


def told(before: FrozenVersion, after: FrozenVersion) -> list[tuple[str, str]]:
    return [(change.kind.value, change.field) for change in changes_between(before, after)]


def text_of(change: Change, kind: SpanKind) -> str:
    return "".join(span.text for span in change.words if span.kind in {SAME, kind})


def test_an_edited_paragraph_shows_the_words_that_went_and_came() -> None:
    later = FIRST.replace("trước ngày 20/11/2026", "chậm nhất ngày 25/11/2026")
    (change,) = changes_between(version(FIRST, SECOND), version(later, SECOND))
    assert (change.kind, change.field, change.was) == ("changed", "paragraphs[0]", "paragraphs[0]")
    assert (change.before, change.after) == (FIRST, later)
    assert change.words[1:] == (
        Span(REMOVED, " trước"),
        Span(ADDED, " chậm nhất"),
        Span(SAME, " ngày"),
        Span(REMOVED, " 20/11/2026."),
        Span(ADDED, " 25/11/2026."),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((FIRST, THIRD), (FIRST, SECOND, THIRD), [("added", "paragraphs[1]")]),
        ((FIRST, SECOND, THIRD), (FIRST, THIRD), [("removed", "paragraphs[1]")]),
        ((FIRST, SECOND, THIRD), (SECOND, THIRD, FIRST), [("moved", "paragraphs[2]")]),
        ((FIRST,), (SECOND,), [("removed", "paragraphs[0]"), ("added", "paragraphs[0]")]),
        (
            (FIRST, SECOND),
            (THIRD, FIRST.replace("12", "15"), SECOND),
            [("added", "paragraphs[0]"), ("changed", "paragraphs[1]")],
        ),
        (
            (FIRST, SECOND, THIRD),
            (SECOND.replace("tỉnh", "xã"), THIRD),
            [("removed", "paragraphs[0]"), ("changed", "paragraphs[0]")],
        ),
    ],
)
def test_edited_inserted_deleted_and_moved_paragraphs_are_told_apart(
    before: tuple[str, ...], after: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    assert told(version(*before), version(*after)) == said


def test_a_moved_paragraph_says_where_it_stood_and_that_no_word_changed() -> None:
    (change,) = changes_between(version(FIRST, SECOND, THIRD), version(SECOND, THIRD, FIRST))
    assert (change.was, change.words) == ("paragraphs[0]", (Span(SAME, FIRST),))


def test_one_of_many_equal_paragraphs_is_removed_once() -> None:
    assert len(told(version(*["Như trên."] * 9), version(*["Như trên."] * 8))) == 1


def test_changes_come_in_the_order_of_the_paper() -> None:
    before = version(FIRST, subject="báo cáo", addressees=("Các phòng",), file_copy="VT")
    after = version(
        SECOND, FIRST, subject="báo cáo năm", addressees=("Các phòng", "Các xã"), file_copy=""
    )
    assert told(before, after) == [
        ("changed", "subject"),
        ("added", "addressees[1]"),
        ("added", "paragraphs[0]"),
        ("removed", "file_copy"),
    ]


def test_a_changed_urgency_is_said_in_the_offices_words() -> None:
    (change,) = changes_between(version(urgency=Urgency.NORMAL), version(urgency=Urgency.EXPRESS))
    assert (change.field, change.before, change.after) == ("urgency", "thường", "hỏa tốc")


def test_white_space_blank_paragraphs_and_unicode_forms_are_no_difference() -> None:
    spaced = "  " + FIRST.replace(" ", " \n ")
    apart = unicodedata.normalize("NFD", SECOND)
    assert told(version(FIRST, SECOND), version(spaced, " ", apart)) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([paper("a.pdf")], [paper("a.pdf", "b" * 64)], [("changed", "attachments[0]")]),
        ([paper("a.pdf")], [paper("b.pdf")], [("changed", "attachments[0]")]),
        ([paper("a.pdf")], [paper("a.pdf", kind="annex")], [("changed", "attachments[0]")]),
        (
            [paper("a.pdf")],
            [paper("b.pdf", "b" * 64)],
            [("removed", "attachments[0]"), ("added", "attachments[0]")],
        ),
        ([], [paper("a.pdf")], [("added", "attachments[0]")]),
        ([paper("a.pdf")], [paper("a.pdf")], []),
    ],
)
def test_an_attachment_is_known_by_its_name_or_its_bytes(
    before: list[FrozenAttachment], after: list[FrozenAttachment], said: list[tuple[str, str]]
) -> None:
    assert told(version(attachments=before), version(attachments=after)) == said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "", ()),
        ("a", "", (Span(REMOVED, "a"),)),
        ("b", "a b", (Span(ADDED, "a "), Span(SAME, "b"))),
        ("a b", "b", (Span(REMOVED, "a "), Span(SAME, "b"))),
        ("a b", "a c b", (Span(SAME, "a"), Span(ADDED, " c"), Span(SAME, " b"))),
        ("a b", "c b", (Span(REMOVED, "a"), Span(ADDED, "c"), Span(SAME, " b"))),
    ],
)
def test_a_space_goes_and_comes_with_its_word(
    before: str, after: str, words: tuple[Span, ...]
) -> None:
    assert words_between(before, after) == words


@given(SOME_TEXTS, SOME_TEXTS)
def test_the_words_of_every_change_make_both_texts_again(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    old, new = version(*before), version(*after)
    for change in changes_between(old, new):
        assert text_of(change, REMOVED) == change.before
        assert text_of(change, ADDED) == change.after
        assert all(span.text for span in change.words)


@given(SOME_TEXTS, SOME_TEXTS)
def test_every_paragraph_is_told_once_or_stands_in_both(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    changes = changes_between(version(*before), version(*after))
    gone = [change.before for change in changes if change.before]
    come = [change.after for change in changes if change.after]
    kept = Counter(map(collapse, filter(None, before))) - Counter(gone)
    assert kept + Counter(come) == Counter(map(collapse, filter(None, after)))


@given(SOME_TEXTS)
def test_a_version_does_not_differ_from_itself(paragraphs: tuple[str, ...]) -> None:
    assert told(version(*paragraphs), version(*paragraphs)) == []


@given(SOME_TEXTS, SOME_TEXTS)
def test_content_with_one_hash_has_no_differences(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    old, new = version(*before), version(*after)
    assert (content_hash(old) == content_hash(new)) == (before == after)


def test_a_thousand_paragraphs_that_were_all_edited_are_all_known_again() -> None:
    before = [f"Đơn vị thứ {n} báo cáo kết quả của mình về Văn phòng." for n in range(1000)]
    after = [text.replace("báo cáo", "gửi") for text in before]
    found = told(version(*before), version(SECOND, *after))
    assert found[0] == ("added", "paragraphs[0]")
    assert {kind for kind, _ in found[1:]} == {"changed"}
    assert len(found) == 1001


def test_an_endless_paragraph_of_one_word_is_compared_too() -> None:
    (change,) = changes_between(version("a " * 100_000), version("b a " * 50_000))
    assert change.kind is ChangeKind.CHANGED


def test_what_is_approved_is_the_text_and_its_attachments() -> None:
    kept = version(FIRST, attachments=[paper("a.pdf")])
    for other in (
        version(SECOND, attachments=[paper("a.pdf")]),
        version(FIRST, attachments=[paper("a.pdf", "b" * 64)]),
        version(FIRST, attachments=[paper("b.pdf")]),
        version(FIRST, attachments=[paper("a.pdf", kind="annex")]),
        version(FIRST, urgency=Urgency.URGENT, attachments=[paper("a.pdf")]),
        version(FIRST),
    ):
        assert content_hash(other) != content_hash(kept)


def test_who_signs_which_round_it_is_and_what_the_check_found_are_not_approved() -> None:
    kept = version(FIRST)
    finding = Finding(code="x", severity="info", field="place", message="", rule="")
    other = replace(
        kept, round=2, signer="giam-doc", organisation="1" * 64, findings=(finding,), unit="QLVH"
    )
    assert content_hash(other) == content_hash(kept)


def test_changes_of_other_types_parts_and_of_annexes_are_told_with_their_place() -> None:
    before = AnnexText(title="Danh sách", paragraphs=("Ông A, Tổ trưởng;", "Ông B, Tổ phó."))
    after = AnnexText(title="Danh sách", paragraphs=("Ông A, Tổ trưởng;", "Bà C, Tổ phó."))
    old = version(FIRST, bases=("Căn cứ Luật A",), annexes=(before,))
    new = version(
        FIRST, bases=("Căn cứ Luật A",), annexes=(after,), circulation=Circulation.INTERNAL
    )

    told = [(one.field, one.kind, one.before, one.after) for one in changes_between(old, new)]
    assert told == [
        ("circulation", ChangeKind.ADDED, "", "LƯU HÀNH NỘI BỘ"),
        ("annexes[0].paragraphs[1]", ChangeKind.CHANGED, "Ông B, Tổ phó.", "Bà C, Tổ phó."),
    ]
    assert content_hash(old) != content_hash(new)
