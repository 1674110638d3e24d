"""Characters that cannot be printed are refused with their place, and texts of endless lines."""

import pytest

from services.drafting.domain.limits import MOST_LINES, refuse_unprintable
from services.drafting.domain.reader import read_text
from shared.domain.refusals import Invalid


@pytest.mark.parametrize("value", ["", "Lạng Sơn\n\tdòng hai", "dòng\r\nhai", "\ufeffV/v", "🙂"])
def test_text_lines_and_tabs_pass(value: str) -> None:
    refuse_unprintable(value, "subject")


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\r"])
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
