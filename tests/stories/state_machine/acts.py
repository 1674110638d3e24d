"""What people do besides deciding, done for real and foreseen by the model."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from tests.stories.state_machine import law
from tests.stories.state_machine.invariants import at
from tests.stories.state_machine.life import Life, grant_of
from tests.stories.state_machine.model import SKIPPABLE

REASON: Final = "Theo yêu cầu công việc"


@dataclass
class Acts:
    life: Life

    # Who has the task

    def claim(self, who: str) -> None:
        life, task = self.life, self.life.latest()
        alone = life.model.step(task).needs == 1 and task.owner != who
        allowed = alone and life.model.may_take(who, task, life.now)
        if self._handle(who, "claim", None, allowed=allowed):
            task.owner = who

    def release(self, who: str) -> None:
        task = self.life.latest()
        if self._handle(who, "release", None, allowed=not task.outcome and task.owner == who):
            task.owner = None

    def forward(self, who: str, to: str) -> None:
        life, task = self.life, self.life.latest()
        fits = bool(life.model.choices(to, task, life.now))
        allowed = fits and life.model.step(task).needs == 1
        if self._handle(who, "forward", {"to": to, "reason": REASON}, allowed=allowed):
            task.owner = to

    def reassign(self, who: str, to: str) -> None:
        life, task = self.life, self.life.latest()
        if not self._handle(who, "reassign", {"to": to, "reason": REASON}, allowed=None):
            return
        task.owner = to
        assert life.model.choices(to, task, life.now), f"{to} was given what he may not decide"
        ranks = law.ranks(life.model.content, who)
        assert ranks & {"head", "acting_head", "deputy", "unit_head"}, f"{who} is nobody's superior"
        assert (who, None) not in life.model.parts, "the author reassigned his own dispatch"

    def answers(self, who: str) -> None:
        task = self.life.latest()
        asked = task.asked and not task.outcome
        self.say(who, "answer", allowed=asked and who == self.life.model.drafter)

    def say(self, who: str, kind: str, *, allowed: bool) -> None:
        task = self.life.latest()
        said = {"kind": kind, "said": "Số liệu lấy ở đâu?"}
        if self._handle(who, "messages", said, allowed=allowed, settles=False):
            task.asked = kind == "question"
            self.life.settle(told=True)

    def set_urgency(self, who: str, urgency: str) -> None:
        life, task = self.life, self.life.latest()
        allowed = (
            task.kind == "signature"
            and urgency != life.model.urgency
            and life.model.may_take(who, task, life.now)
        )
        said = {"urgency": urgency, "reason": REASON}
        if self._handle(who, "urgency", said, allowed=allowed):
            life.model.urgency = urgency

    def consult(self, who: str, unit: str) -> None:
        said = {"unit_heads": [unit, "TTr"], "reason": REASON, "needs": 1}
        allowed = False if self.life.latest().kind == "hand_on" else None
        self._aside(who, "consultations", said, allowed=allowed, outcome="set_aside")

    def skip(self, who: str) -> None:
        life, task = self.life, self.life.latest()
        allowed = (
            who in law.sitters(life.model.content, ("post:giam-doc",))
            and not task.outcome
            and life.model.urgency != "thuong"
            and task.kind in SKIPPABLE
        )
        self._aside(who, "bypass", {"reason": REASON}, allowed=allowed, outcome="bypassed")

    def _aside(self, who: str, act: str, said: Any, *, allowed: bool | None, outcome: str) -> None:
        task = self.life.latest()
        if self._handle(who, act, said, allowed=allowed, settles=False):
            task.outcome = outcome
            self.life.settle(told=True)

    def replan(self, who: str) -> None:
        life, task = self.life, self.life.model.open_task()
        sits = law.sitters(life.model.content, ("post:giam-doc", "post:chanh-van-phong"))
        address = f"/dispatches/{life.model.case}/replan"
        allowed = who in sits and life.model.place == "review"
        if life.act(who, address, {"reason": REASON}, allowed=allowed):
            if task:
                task.outcome = "set_aside"
            life.settle(told=True)

    def _handle(
        self, who: str, act: str, said: Any, *, allowed: bool | None, settles: bool = True
    ) -> bool:
        task = self.life.latest()
        done = self.life.act(who, f"/tasks/{task.id}/{act}", said, allowed=allowed)
        if done and settles:
            self.life.settle(told=True)
        return bool(done)

    def grant(self, who: str, address: str, said: Any) -> bool:
        life = self.life
        made = life.act(who, address, said, allowed=None)
        if made:
            grant = grant_of(made)
            assert grant.owner != grant.other, "in his own place"
            life.model.grants.append(grant)
            life.fresh = False
            life.settle()
        return bool(made)

    def go_away(self, who: str, other: str, begins: int, lasts: int) -> None:
        """Hours from now, and for how many; another acts in his place."""
        starts = self.life.now + timedelta(hours=begins)
        said = {"substitute": other, "reason": REASON, "starts_at": starts.isoformat()}
        said |= {"ends_at": (starts + timedelta(hours=lasts)).isoformat()}
        self.grant(who, "/absences", said)

    def delegate(self, who: str, to: str, lasts: int) -> None:
        content, now = self.life.model.content, self.life.now
        said = {"delegate": to, "types": ["cong_van"], "paper": "12/QĐ-SVHTTDL ngày 05/01/2026"}
        said |= {"starts_at": now.isoformat()}
        said |= {"ends_at": (now + timedelta(hours=lasts)).isoformat()}
        if self.grant(who, "/delegations", said):
            assert law.ranks(content, who) & {"head", "acting_head"}, f"{who} is not the head"
            assert "unit_head" in law.ranks(content, to), f"{to} heads no unit"

    def come_back(self, one: int) -> None:
        """Somebody ends an absence, or a delegation of his, before its time or too late."""
        grants = self.life.model.grants
        grant = grants[one % len(grants)]
        address = "delegations" if grant.delegation else "absences"
        ended = self.life.act(grant.owner, f"/{address}/{grant.id}/end", {}, allowed=None)
        if ended:
            grants[one % len(grants)] = replace(grant, ended=at(ended["ended_at"]))
            self.life.fresh = False
            self.life.settle()
