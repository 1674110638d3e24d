"""What is said of a task besides its text: why it waits, who sits, the thread, what changed."""

from collections.abc import Iterator
from typing import Any, Final

from services.cli.sentences import who
from services.cli.words import CHANGES, MESSAGES, field_words, local_time

_AROUND: Final = 5
"""Words that are shown on each side of a change."""
_MARKS: Final = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def standing_lines(seen: dict[str, Any]) -> Iterator[str]:
    """Why the task waits, who took it; then each seat of a step that needs several people."""
    if waiting := seen.get("waiting"):
        yield str(waiting)
    if claimed_by := seen.get("claimed_by"):
        yield f"Đã nhận việc: {claimed_by}"
    if behalf := seen.get("on_behalf_of"):
        yield f"Bạn xử lý thay mặt {behalf}"
    seats = seen.get("seats") or []
    if len(seats) > 1:
        yield from (f"  {_seat(one)}" for one in seats)


def _seat(seat: dict[str, Any]) -> str:
    taken_by = seat["taken_by"]
    return f"{seat['title']}: {f'{taken_by} đã có ý kiến' if taken_by else 'chưa có ý kiến'}"


def thread_lines(seen: dict[str, Any]) -> Iterator[str]:
    """Questions to the drafter and their answers, the first one first."""
    for one in seen.get("thread") or ():
        did = MESSAGES.get(one["kind"], one["kind"])
        yield f"{local_time(one['at'])}  {who(one)} {did}: {one['said']}"


def bypass_lines(seen: dict[str, Any]) -> Iterator[str]:
    """That a step was skipped by a named act, which is marked for ever."""
    for held in seen.get("rounds") or ():
        for step in held["taken"]:
            if step["act"] == "bypass":
                yield f"CÓ BƯỚC ĐÃ BỎ QUA: lần {held['round']}, bước {step['step']}, {who(step)}"


def difference_lines(seen: dict[str, Any]) -> Iterator[str]:
    """What changed since the version before: [-words that went-] {+words that came+}."""
    changes = seen.get("changes") or []
    if changes:
        yield "Khác với lần trình trước:"
    for change in changes:
        place = field_words(change["field"])
        if change["kind"] == "moved":
            place = f"{field_words(change['was'])} → {place}"
        yield f"  {place}, {CHANGES.get(change['kind'], change['kind'])}: {_words(change['words'])}"


def _words(spans: list[dict[str, str]]) -> str:
    last = len(spans) - 1
    return "".join(
        _shortened(span["text"], first=place == 0, last=place == last)
        if span["kind"] == "same"
        else _marked(span)
        for place, span in enumerate(spans)
    )


def _marked(span: dict[str, str]) -> str:
    """The words between their marks; the space before them stays outside."""
    before, after = _MARKS[span["kind"]]
    text = span["text"]
    bare = text.lstrip()
    return f"{text[: len(text) - len(bare)]}{before}{bare}{after}"


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Words that stayed: only those near a change."""
    words = text.split(" ")
    ahead = [] if first and not last else words[: _AROUND + 1]
    behind = [] if last else words[-_AROUND:]
    if len(ahead) + len(behind) >= len(words):
        return text
    return " ".join([*ahead, "…", *behind])
