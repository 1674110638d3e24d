"""The play: look where the dispatch stands, let the right person act, until it is filed.

Nothing is scripted but what a person of that post would do; the text decides the rest.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.approver import decide_on
from services.cli.demo.cast import Cast
from services.cli.progress import Progress, progress_of
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import FINAL, WORDS, Stage
from shared.domain.organisation import Account
from shared.domain.route import StepKind, Verdict

LOOK_EVERY: Final = 0.15
PATIENCE: Final = 60.0
"""Seconds without any change after which the play says where it is stuck."""
BY_ITSELF: Final = frozenset({Stage.SIGNING, Stage.NUMBERED, Stage.SEALED, Stage.DISTRIBUTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One thing that somebody or the system did, for the display."""

    stage: Stage
    """Where the dispatch stands since then, as far as could be seen."""
    round: int
    who: str
    what: str
    seconds: float | None = None
    """How long a person's act took."""
    at: str | None = None
    """When the system did it, as its service recorded it."""


@dataclass
class Play:
    cast: Cast
    tell: Callable[[Scene], None]
    case: str | None = None
    """Once the draft is kept."""

    def run(self, text: str, unit: str | None) -> tuple[str, Api]:
        """Carry a text to its file copy; return its case code and the drafter's desk.

        Raises Said with the reasons where the services refuse the text.
        """
        drafter = self.cast.drafter(unit)
        desk = self.cast.desk(drafter)
        with self._scene(drafter, "soạn dự thảo từ văn bản"):
            made = desk.act("drafting", "/drafts/from-text", {"text": text})
            self.case = case = str(made["draft"]["case"])
        self._submit(drafter, case)
        while (stands := self._next_stand(desk, case)).stage not in FINAL:
            self._act(stands, drafter)
        if stands.stage is not Stage.FILED:
            raise Trouble(f"{case} kết thúc ở: {WORDS[stands.stage]}; chưa được lưu.")
        for scene in by_the_system(stands):
            self.tell(scene)
        return case, desk

    def _act(self, stands: Progress, drafter: Account) -> None:
        match stands.stage:
            case Stage.UNDER_REVIEW:
                self._review(stands.case)
            case Stage.RETURNED:
                self._correct(drafter, stands.case)
                self._submit(drafter, stands.case)
            case Stage.TO_ISSUE:
                clerk = self.cast.clerk()
                with self._scene(clerk, "cấp số, đăng ký, cho đóng dấu"):
                    self.cast.desk(clerk).act("distribution", f"/dispatches/{stands.case}/issue")
            case _:
                stage = WORDS[stands.stage]
                raise Trouble(f"{stands.case}: {stage}; không ai biết làm gì tiếp.")

    def _submit(self, drafter: Account, case: str) -> None:
        with self._scene(drafter, "trình duyệt"):
            desk = self.cast.desk(drafter)
            seen = desk.get("drafting", f"/drafts/{case}")
            desk.act("drafting", f"/drafts/{case}/submit", etag=f'"{seen["revision"]}"')

    def _correct(self, drafter: Account, case: str) -> None:
        """Apply the replacements that the form check offers; the rest is left to people."""
        desk = self.cast.desk(drafter)
        found = desk.get("drafting", f"/drafts/{case}/findings")
        decidable = [one for one in found["findings"] if one["replacement"] is not None]
        with self._scene(drafter, f"sửa {len(decidable)} lỗi thể thức"):
            named = {"findings": [one["id"] for one in decidable]}
            etag = f'"{found["revision"]}"'
            desk.act("drafting", f"/drafts/{case}/corrections", named, etag=etag)

    def _review(self, case: str) -> None:
        reviewer, seen = self._whose_turn(case)
        step = StepKind(seen["kind"])
        faults = [one for one in seen["findings"] if one["replacement"] is not None]
        if step is StepKind.OFFICE_REVIEW and faults:
            comment = "Đề nghị sửa: " + " ".join(one["message"] for one in faults)
            with self._scene(reviewer, f"{ROLES[step]}: trả lại, {len(faults)} lỗi"):
                decide_on(self.cast.desk(reviewer), seen, Verdict.RETURN, comment)
            return
        what = f"{ROLES[step]}: đồng ý"
        if step is StepKind.OFFICE_REVIEW:
            what += f", {_remarks(seen)}"
        if seen["prepared"]:
            what = "ký: " + " / ".join(seen["prepared"]["signing_lines"])
        with self._scene(reviewer, what):
            decide_on(self.cast.desk(reviewer), seen, Verdict.APPROVE, "")

    def _whose_turn(self, case: str) -> tuple[Account, dict[str, Any]]:
        """Who may decide now, and the task as they see it; a signature belongs to one person."""
        for account in self.cast.organisation.accounts:
            desk = self.cast.desk(account)
            for task in desk.get("approval", "/tasks")["tasks"]:
                if task["case"] != case:
                    continue
                seen = desk.get("approval", f"/tasks/{task['id']}")
                prepared = seen["prepared"]
                if not prepared or prepared["account"] == account.id:
                    return account, seen
        raise Trouble(f"Không ai trong cơ quan được xử lý {case} lúc này.")

    def _next_stand(self, desk: Api, case: str) -> Progress:
        """Wait while the system works by itself, or while the next task is being opened."""
        end = time.monotonic() + PATIENCE
        while True:
            stands = progress_of(desk, case)
            if stands.stage not in BY_ITSELF and not self._being_opened(stands):
                return stands
            if time.monotonic() > end:
                address = self.cast.addresses.workflow(case)
                raise Trouble(f"{case} đứng yên: {WORDS[stands.stage]}; xem {address}")
            time.sleep(LOOK_EVERY)

    def _being_opened(self, stands: Progress) -> bool:
        """The last act is known to its service, but the flow has not opened what comes next."""
        match stands.stage:
            case Stage.UNDER_REVIEW:
                if stands.approval.get("round") != stands.round:
                    return True
                waits = stands.approval["open"]
                return not (waits and waits["prepared"])
            case Stage.TO_ISSUE:
                return bool(stands.distribution.get("round") != stands.round)
            case Stage.RETURNED:
                there = (stands.drafting["round"], stands.drafting["stage"])
                return there != (stands.round, Stage.RETURNED)
            case _:
                return False

    @contextmanager
    def _scene(self, account: Account, what: str) -> Iterator[None]:
        """Tell what somebody did, and where the dispatch stands right after it."""
        started = time.perf_counter()
        yield
        seconds = time.perf_counter() - started
        title, name = self.cast.title(account), account.name
        who = name if name.startswith(title) else f"{name}, {title}"
        stands = progress_of(self.cast.desk(account), self.case or "")
        self.tell(
            Scene(stage=stands.stage, round=stands.round, who=who, what=what, seconds=seconds)
        )


def by_the_system(stands: Progress) -> Iterator[Scene]:
    """What followed the clerk's act by itself, as the records desk wrote it down."""
    record = stands.distribution
    deliveries = record["deliveries"]
    sent = max((one["delivered_at"] for one in deliveries), default=None)
    copy = record["file_copy"]
    for stage, what, at in (
        (Stage.SEALED, "ký số của cơ quan", record["sealed_at"]),
        (Stage.DISTRIBUTING, f"phát hành, {len(deliveries)} nơi nhận", sent),
        (Stage.FILED, f"lưu, {', '.join(copy['units'])}", copy["kept_at"]),
    ):
        yield Scene(stage=stage, round=stands.round, who="hệ thống", what=what, at=at)


def _remarks(seen: dict[str, Any]) -> str:
    """What the form check leaves to say to a text that is approved."""
    count = len(seen["findings"])
    return f"còn {count} lưu ý để người soạn thảo cân nhắc" if count else "không có lỗi thể thức"
