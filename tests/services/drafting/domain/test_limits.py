"""Characters that cannot be printed are refused with their place, and texts of endless lines."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.drafting.domain.limits import MOST_LINES, refuse_undrawn, refuse_unprintable
from services.drafting.domain.reader import read_text
from shared.document.forms import FORMS
from shared.document.letters import face
from shared.document.model import AnnexText, DispatchText
from shared.document.sheet import sheet
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import sample_paper

LETTERS = st.sampled_from(sorted(map(chr, face("regular").glyphs))) | st.characters()


@pytest.mark.parametrize("value", ["", "Lạng Sơn\n\tdòng hai", "dòng\r\nhai", "\ufeffV/v", "🙂"])
def test_text_lines_and_tabs_pass(value: str) -> None:
    refuse_unprintable(value, "subject")


@pytest.mark.parametrize(
    "bad", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\uffff", "\r"]
)
def test_other_control_characters_are_refused_with_their_place(bad: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_unprintable(f"ab{bad}c", "paragraphs[2]")

    assert refused.value.code == "control_character"
    assert "paragraphs[2]" in refused.value.sentence
    assert "vị trí 3" in refused.value.details["paragraphs[2]"]
    refused.value.sentence.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_of_more_lines_than_any_dispatch_has_is_refused_before_it_is_read(end: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_text(f"1{end}" * MOST_LINES)

    assert refused.value.code == "too_many_lines"
    assert "20.001 dòng" in refused.value.sentence
    assert "chưa giữ lại gì" in refused.value.sentence


def test_four_hundred_pages_are_read() -> None:
    """Most lines of these are blank, so that reading them costs the tests little."""
    reading = read_text("Kính gửi: Sở Nội vụ.\n" + "\n" * (MOST_LINES - 2) + "Xin cảm ơn./.")

    assert reading.paragraphs == ("Xin cảm ơn./.",)


def is_refused(text: DispatchText) -> bool:
    try:
        refuse_undrawn(text)
    except Invalid:
        return True
    return False


@given(st.text(LETTERS), st.sampled_from(sorted(FORMS)))
@example("dòng\r\nkhác\thai\u2028ba", "cong_van")
@example("e\u0323\u0302\u0301 \u0301", "quyet_dinh")
@example("ŉ ǰ ΐ ß ﬁ", "giay_moi")
def test_what_is_not_refused_at_submission_can_be_printed(words: str, doc_type: str) -> None:
    paper = sample_paper(
        doc_type=doc_type,
        **dict.fromkeys(("subject", "file_copy", "authority", "contact"), words),
        **dict.fromkeys(("addressees", "bases", "paragraphs", "recipients"), (words,)),
        annexes=(AnnexText(title=words, paragraphs=(words,)),),
    )
    assume(not is_refused(paper.text))
    sheet(paper)


def test_each_place_with_a_letter_that_the_font_lacks_is_named() -> None:
    text = DispatchText(subject="họp 😀", paragraphs=("Một.", "漢"), bases=("Căn cứ",))
    with pytest.raises(Invalid) as refused:
        refuse_undrawn(text)
    assert refused.value.code == "letter_without_glyph"
    assert list(refused.value.details) == ["subject", "paragraphs[1]"]
    assert "U+1F600" in refused.value.sentence
