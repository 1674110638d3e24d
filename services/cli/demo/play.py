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
from services.cli.words import STEPS
from shared.domain.lifecycle import FINAL, Stage
from shared.domain.organisation import Account
from shared.domain.route import StepKind, Verdict

LOOK_EVERY: Final = 0.15
PATIENCE: Final = 60.0
"""Seconds without any change after which the play says where it is stuck."""
BY_ITSELF: Final = frozenset({Stage.SIGNING, Stage.NUMBERED, Stage.SEALED, Stage.DISTRIBUTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One thing that somebody did, for the display."""

    stage: Stage
    """Where the dispatch stood when the person acted."""
    who: str
    what: str
    seconds: float


@dataclass
class Play:
    cast: Cast
    tell: Callable[[Scene], None]

    def run(self, text: str, unit: str | None) -> tuple[str, Api]:
        """Carry a text to its file copy; return its case code and the drafter's desk.

        Raises Said with the reasons where the services refuse the text.
        """
        drafter = self.cast.drafter(unit)
        desk = self.cast.desk(drafter)
        with self._scene(Stage.DRAFT, drafter, "soạn dự thảo từ văn bản"):
            case = str(desk.act("drafting", "/drafts/from-text", {"text": text})["draft"]["case"])
        self._submit(Stage.DRAFT, drafter, case)
        while (stands := self._next_stand(desk, case)).stage not in FINAL:
            self._act(stands, drafter)
        if stands.stage is not Stage.FILED:
            raise Trouble(f"{case} kết thúc ở {stands.stage}, chưa được lưu.")
        return case, desk

    def _act(self, stands: Progress, drafter: Account) -> None:
        match stands.stage:
            case Stage.UNDER_REVIEW:
                self._review(stands.case)
            case Stage.RETURNED:
                self._correct(drafter, stands.case)
                self._submit(stands.stage, drafter, stands.case)
            case Stage.TO_ISSUE:
                clerk = self.cast.clerk()
                with self._scene(stands.stage, clerk, "cấp số, đăng ký, cho đóng dấu"):
                    self.cast.desk(clerk).act("distribution", f"/dispatches/{stands.case}/issue")
            case _:
                raise Trouble(f"{stands.case} đang ở {stands.stage}, không ai biết làm gì tiếp.")

    def _submit(self, stage: Stage, drafter: Account, case: str) -> None:
        with self._scene(stage, drafter, "trình duyệt"):
            self.cast.desk(drafter).act("drafting", f"/drafts/{case}/submit")

    def _correct(self, drafter: Account, case: str) -> None:
        """Apply the replacements that the form check offers; the rest is left to people."""
        desk = self.cast.desk(drafter)
        found = desk.get("drafting", f"/drafts/{case}/findings")
        decidable = [one for one in found["findings"] if one["replacement"] is not None]
        with self._scene(Stage.RETURNED, drafter, f"sửa {len(decidable)} lỗi thể thức"):
            named = {"findings": [one["id"] for one in decidable]}
            etag = f'"{found["revision"]}"'
            desk.act("drafting", f"/drafts/{case}/corrections", named, etag=etag)

    def _review(self, case: str) -> None:
        reviewer, seen = self._whose_turn(case)
        step = StepKind(seen["kind"])
        faults = [one for one in seen["findings"] if one["replacement"] is not None]
        if step is StepKind.OFFICE_REVIEW and faults:
            comment = "Đề nghị sửa: " + " ".join(one["message"] for one in faults)
            with self._scene(
                Stage.UNDER_REVIEW, reviewer, f"{STEPS[step].lower()}: trả lại, {len(faults)} lỗi"
            ):
                decide_on(self.cast.desk(reviewer), seen, Verdict.RETURN, comment)
            return
        what = f"{STEPS[step].lower()}: đồng ý"
        if step is StepKind.OFFICE_REVIEW:
            what += f", {_remarks(seen)}"
        if seen["prepared"]:
            what = "ký: " + " / ".join(seen["prepared"]["signing_lines"])
        with self._scene(Stage.UNDER_REVIEW, reviewer, what):
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
                raise Trouble(f"{case} đứng yên ở {stands.stage}; xem {address}")
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
    def _scene(self, stage: Stage, account: Account, what: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        title, name = self.cast.title(account), account.name
        who = name if name.startswith(title) else f"{name}, {title}"
        seconds = time.perf_counter() - started
        self.tell(Scene(stage=stage, who=who, what=what, seconds=seconds))


def _remarks(seen: dict[str, Any]) -> str:
    """What the form check leaves to say to a text that is approved."""
    count = len(seen["findings"])
    return f"còn {count} lưu ý để người soạn thảo cân nhắc" if count else "không có lỗi thể thức"
