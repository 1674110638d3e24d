"""Characters that cannot be printed are refused with field and position."""

import pytest

from services.drafting.domain.limits import refuse_unprintable
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
