"""The life of a dispatch as a table, and its stage as a function of what services say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    DRAFT = "DRAFT"
    UNDER_REVIEW = "UNDER_REVIEW"
    SIGNING = "SIGNING"
    TO_ISSUE = "TO_ISSUE"
    NUMBERED = "NUMBERED"
    SEALED = "SEALED"
    DISTRIBUTING = "DISTRIBUTING"
    FILED = "FILED"
    RETURNED = "RETURNED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


WORDS: Final[Mapping[Stage, str]] = {
    Stage.DRAFT: "đang soạn thảo",
    Stage.UNDER_REVIEW: "đang kiểm tra, trình ký",
    Stage.SIGNING: "đang ký số",
    Stage.TO_ISSUE: "chờ văn thư cấp số",
    Stage.NUMBERED: "đã cấp số, chờ ký số của cơ quan",
    Stage.SEALED: "đã ký số của cơ quan, chờ phát hành",
    Stage.DISTRIBUTING: "đã phát hành, chờ lưu",
    Stage.FILED: "đã lưu",
    Stage.RETURNED: "trả lại để sửa",
    Stage.REJECTED: "bị từ chối",
    Stage.WITHDRAWN: "đã rút",
}
"""How a dispatch stands, in the words of ND30 (Đ.12, Đ.13, Đ.15, Đ.16, Đ.18, Đ.19)."""


class Owner(StrEnum):
    """Whose facts move a dispatch; the later one in this order wins within a round."""

    DRAFTING = "drafting"
    APPROVAL = "approval"
    DISTRIBUTION = "distribution"


class Act(StrEnum):
    """What moves a dispatch: acts of people, and the works that follow from them."""

    SUBMIT = "submit"
    APPROVE = "approve"
    DECIDE_TO_SIGN = "decide_to_sign"
    CANCEL_SIGNING = "cancel_signing"
    KEEP_SIGNATURE = "keep_signature"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    VOID_NUMBER = "void_number"
    ORDER_SEAL = "order_seal"
    SEAL = "seal"
    DELIVER = "deliver"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Transition:
    source: Stage
    act: Act
    target: Stage
    owner: Owner
    by: str
    """Who or what does it, in the office's words."""


_D, _A, _R = Owner.DRAFTING, Owner.APPROVAL, Owner.DISTRIBUTION

TRANSITIONS: Final = (
    Transition(Stage.DRAFT, Act.SUBMIT, Stage.UNDER_REVIEW, _D, "người soạn thảo"),
    Transition(Stage.DRAFT, Act.WITHDRAW, Stage.WITHDRAWN, _D, "người soạn thảo"),
    Transition(Stage.UNDER_REVIEW, Act.APPROVE, Stage.UNDER_REVIEW, _A, "người kiểm tra"),
    Transition(Stage.UNDER_REVIEW, Act.RETURN, Stage.RETURNED, _A, "người kiểm tra, người ký"),
    Transition(Stage.UNDER_REVIEW, Act.REJECT, Stage.REJECTED, _A, "người kiểm tra, người ký"),
    Transition(Stage.UNDER_REVIEW, Act.WITHDRAW, Stage.WITHDRAWN, _A, "người soạn thảo"),
    Transition(Stage.UNDER_REVIEW, Act.DECIDE_TO_SIGN, Stage.SIGNING, _A, "người ký"),
    Transition(
        Stage.SIGNING, Act.CANCEL_SIGNING, Stage.UNDER_REVIEW, _A, "người ký, cấp trên người ký"
    ),
    Transition(Stage.SIGNING, Act.KEEP_SIGNATURE, Stage.TO_ISSUE, _A, "khóa của người ký"),
    Transition(Stage.TO_ISSUE, Act.SEND_BACK, Stage.RETURNED, _R, "văn thư"),
    Transition(Stage.TO_ISSUE, Act.ISSUE, Stage.NUMBERED, _R, "văn thư, hệ thống"),
    Transition(Stage.NUMBERED, Act.ORDER_SEAL, Stage.NUMBERED, _R, "văn thư"),
    Transition(Stage.NUMBERED, Act.VOID_NUMBER, Stage.TO_ISSUE, _R, "văn thư"),
    Transition(Stage.NUMBERED, Act.SEAL, Stage.SEALED, _R, "khóa của cơ quan"),
    Transition(Stage.SEALED, Act.DELIVER, Stage.DISTRIBUTING, _R, "hệ thống"),
    Transition(Stage.DISTRIBUTING, Act.FILE, Stage.FILED, _R, "hệ thống"),
    Transition(Stage.RETURNED, Act.SUBMIT, Stage.UNDER_REVIEW, _D, "người soạn thảo"),
    Transition(Stage.RETURNED, Act.WITHDRAW, Stage.WITHDRAWN, _D, "người soạn thảo"),
)

FINAL: Final = frozenset({Stage.FILED, Stage.REJECTED, Stage.WITHDRAWN})


class WayBack(StrEnum):
    """What may be said of a dispatch beside its stage, once it was issued (ND30 Đ.18.3, Đ.18.4)."""

    CORRECTED = "corrected"
    REPLACED = "replaced"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Mark:
    word: str
    """In the office's words."""
    begins: str
    """With what it begins."""
    effect: str


WAYS_BACK: Final[Mapping[WayBack, Mark]] = {
    WayBack.CORRECTED: Mark(
        "đã được đính chính",
        "công văn đính chính có chữ ký số của cơ quan",
        "hai văn bản dẫn tới nhau; văn bản được đính chính vẫn có hiệu lực",
    ),
    WayBack.REPLACED: Mark(
        "đã được thay thế",
        "văn bản thay thế, cùng loại, có chữ ký số của cơ quan",
        "hai văn bản dẫn tới nhau; không đính chính, thay thế văn bản cũ lần nữa",
    ),
    WayBack.RECALLED: Mark(
        "đã thu hồi",
        "văn thư thực hiện quyết định thu hồi",
        "đóng băng hồ sơ và dữ liệu, giữ nguyên số; mọi nơi nhận phải trả lời",
    ),
}
"""They are no stages: FILED is final, and what was issued keeps its number for ever."""

_NEXT: Final = {(move.source, move.act): move.target for move in TRANSITIONS}


def follows(stage: Stage, act: Act) -> Stage | None:
    """The stage after an act, or None where the act is not lawful in this stage."""
    return _NEXT.get((stage, act))


def acts_in(stage: Stage) -> frozenset[Act]:
    return frozenset(move.act for move in TRANSITIONS if move.source is stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one service says of a dispatch: how its own latest round stands."""

    owner: Owner
    round: int
    stage: Stage


_ORDER: Final = tuple(Owner)


def deciding(parts: Iterable[Part | None]) -> Part | None:
    """The part that tells the stage: highest round first, then the owner furthest on."""
    said = [part for part in parts if part is not None]
    return max(said, key=lambda part: (part.round, _ORDER.index(part.owner)), default=None)


def stage_of(parts: Iterable[Part | None]) -> Stage | None:
    """The stage of a dispatch, as the deciding part tells it; None if unknown."""
    tells = deciding(parts)
    return tells.stage if tells else None
