"""What receivers answer to what lies in their mailboxes (ND30 Đ.21.2).

Codes 01 to 03 of the exchange between agencies, as words within this one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.distribution.domain.desk import Desk, Names, standing
from shared.domain.dates import moment
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment

SENT: Final = frozenset({Stage.DISTRIBUTING, Stage.FILED})
"""The stages in which a dispatch lies in its receivers' mailboxes."""


class Receipt(StrEnum):
    ARRIVED = "arrived"
    """01: it lies there, and nobody answered yet."""
    REFUSED = "refused"
    """02: sent back, with a reason: wrong place, or not whole (Đ.21.2.b)."""
    ACCEPTED = "accepted"
    """03: received, and said so (Đ.21.2.c)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A receiver's one answer for its mailbox; final."""

    mailbox: str
    receipt: Receipt
    """REFUSED or ACCEPTED."""
    reason: str
    """Empty where it was accepted."""
    by: str
    """The account that answered."""
    at: datetime


def refuse_answered(given: Acknowledgement | None, names: Names) -> None:
    """One answer for a mailbox, and no second: raises `WrongMoment` naming who gave it."""
    if given is not None:
        raise WrongMoment(
            "already_answered",
            f"Hộp thư {given.mailbox} {said(given, names)}; mỗi hộp thư chỉ trả lời một lần.",
        )


def said(given: Acknowledgement, names: Names) -> str:
    """Who answered what and when: "đã được Trần Văn A báo nhận lúc 14:05 ngày 23/11/2026"."""
    did = "báo nhận" if given.receipt is Receipt.ACCEPTED else "từ chối nhận"
    return f"đã được {names(given.by)} {did} lúc {moment(given.at)}"


def noted(given: Acknowledgement) -> str:
    """What the register says of an answer; of people it names none."""
    if given.receipt is Receipt.ACCEPTED:
        return f"{given.mailbox} báo nhận"
    return f"{given.mailbox} từ chối nhận: {given.reason}"


def demand_sent(desk: Desk, names: Names) -> None:
    """Only what lies in mailboxes can be sent once more, or called back."""
    if desk.state not in SENT:
        sentence = f"{standing(desk, names)} Văn bản chưa được phát hành."
        raise WrongMoment("not_sent", sentence + _INSTEAD.get(desk.state, ""))


_INSTEAD: Final = {
    Stage.TO_ISSUE: " Nếu có chỗ sai, hãy trả lại người soạn thảo.",
    Stage.NUMBERED: " Nếu có chỗ sai, hãy hủy số rồi trả lại người soạn thảo.",
    Stage.SEALED: " Hãy chờ hệ thống chuyển xong rồi làm lại.",
}
"""What to do with what was not sent yet (ND30 Đ.18.4)."""


def demand_refused(given: Acknowledgement | None, mailbox: str, names: Names) -> None:
    """A clerk sends it to somebody else only after it was refused (Đ.21.2.b)."""
    if given is None:
        raise WrongMoment(
            "not_refused",
            f"Hộp thư {mailbox} chưa từ chối nhận văn bản này; chỉ gửi lại khi nơi nhận từ chối.",
        )
    if given.receipt is not Receipt.REFUSED:
        raise WrongMoment(
            "not_refused",
            f"Hộp thư {mailbox} {said(given, names)}; chỉ gửi lại khi nơi nhận từ chối.",
        )
