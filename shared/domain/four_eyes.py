"""Separation of duties: drafter, content checker, form checker and signer are four people.

Source: ND30 Đ.12.1, Đ.12.2, Đ.13; the rule holds on every path and over all rounds, whoever
acts: who wrote counts as drafter, the same part again in a later round is no second one.
Being consulted takes no part, but nobody is consulted on a text of one's own; handing on a return
takes no part either, and is open to everybody.
"""

from dataclasses import dataclass
from typing import Final

from shared.domain.refusals import NotYours
from shared.domain.route import StepKind

ROLES = {
    StepKind.CONTENT_CHECK: "kiểm tra nội dung",
    StepKind.OFFICE_REVIEW: "kiểm tra thể thức",
    StepKind.CONSULTATION: "góp ý",
    StepKind.SIGNATURE: "ký",
    StepKind.HAND_ON: "chuyển văn bản trả lại cho người soạn thảo",
}

_DUTIES: Final = (None, StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)
"""No two of these are one person's; None is writing and submitting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What somebody did for this dispatch; `kind` is None for writing and submitting."""

    account: str
    kind: StepKind | None


def others(parts: tuple[Part, ...], kind: StepKind) -> frozenset[str]:
    """Accounts that may not act on a step of this kind, because of another part they took."""
    return frozenset(part.account for part in parts if _forbids(part.kind, kind))


def refuse_second_part(parts: tuple[Part, ...], account: str, kind: StepKind) -> None:
    """Refuse an account that already took another part, in whichever round."""
    for part in parts:
        if part.account == account and _forbids(part.kind, kind):
            did = ROLES[part.kind] if part.kind else "soạn, sửa hoặc trình"
            raise NotYours(
                "second_part",
                f"Người đã {did} văn bản này không được {ROLES[kind]}; cần một người khác.",
            )


def _forbids(did: StepKind | None, kind: StepKind) -> bool:
    """Whether a part that somebody took forbids a step of this kind."""
    if kind is StepKind.CONSULTATION:
        return did is None
    return did is not kind and did in _DUTIES and kind in _DUTIES
