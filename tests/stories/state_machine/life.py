"""One random life: every act is done for real, judged by the model, and looked at afterwards."""

import asyncio
import json
from collections.abc import Coroutine
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import httpx
from hypothesis import note

from shared.contracts.drafting import Closing
from shared.domain.lifecycle import Stage
from shared.domain.organisation import Organisation
from shared.domain.refusals import WrongMoment
from shared.runtime.organisations import read_organisation
from tests.stories.state_machine import invariants
from tests.stories.state_machine.invariants import at
from tests.stories.state_machine.law import Grant, Taken
from tests.stories.state_machine.model import Model, Step, Task, Vote
from tests.stories.state_machine.organisations import CHANGES, DRAFTERS, FIELDS, organisations
from tests.stories.state_machine.world import Rows, World

T = TypeVar("T")
STAGES = {
    "review": Stage.UNDER_REVIEW,
    "desk": Stage.TO_ISSUE,
    "rejected": Stage.REJECTED,
    "withdrawn": Stage.WITHDRAWN,
    "filed": Stage.FILED,
}
OVER = ("rejected", "withdrawn", "filed")


@dataclass
class Life:
    world: World
    loop: asyncio.AbstractEventLoop
    model: Model = field(default_factory=lambda: Model(content=organisations()[CHANGES[0]]))
    rows: Rows = field(default_factory=dict)
    fresh: bool = True
    """Nothing happened that nobody tells the flow: it shows what the tables say."""
    stuck: set[str] = field(default_factory=set)
    """Tasks that nobody could take when they were opened, or marked."""

    # Beginning and end

    def begin(self, change: str) -> None:
        self._run(self.world.begin(change))
        self.model.content = organisations()[change]

    def open_case(self, unit: str, doc_type: str) -> None:
        model = self.model
        self.model = Model(content=model.content, grants=model.grants)
        self.stuck.clear()
        self.model.case = self._run(self.world.open_case())
        self.model.unit, self.model.doc_type = unit, doc_type
        self.model.field, self.model.drafter = FIELDS[unit], DRAFTERS[unit]

    def end(self) -> None:
        case = self.model.case
        if not case:
            return
        try:
            assert self._run(self.world.broken_chain(case)) is None, "the chain of events is broken"
        finally:
            self._run(self.world.end(case))

    def submit(self, urgency: str, text: str) -> None:
        model = self.model
        model.urgency, model.place = urgency, "review"
        model.parts.append((model.drafter, None))
        self._run(
            self.world.submit(
                model.case, unit=model.unit, doc_type=model.doc_type, urgency=urgency, text=text
            )
        )
        self.settle(told=True)

    # Acts

    @property
    def now(self) -> datetime:
        return self.world.now()

    def post(self, who: str, address: str, body: Any = None) -> httpx.Response:
        return self._run(self.world.post(who, address, body))

    def act(self, who: str, address: str, body: Any = None, *, allowed: bool | None) -> Any:
        """Do it; the answer, or None where it was refused, which must have changed nothing.

        `allowed` is what the model foresees; None where it has no opinion.
        """
        before = self._run(self.world.rows(self.model.case)) if not allowed else None
        answer = self.post(who, address, body)
        accepted = self.judge(answer, allowed, f"{who} {address} {body}")
        if not accepted and before is not None:
            now = self._run(self.world.rows(self.model.case))
            assert now == before, f"a refused act changed something: {_differing(before, now)}"
        return answer.json() if accepted else None

    def judge(self, answer: httpx.Response, allowed: bool | None, act: str) -> bool:
        assert answer.status_code in {200, 403, 404, 409, 412, 422}, f"{act}: {answer.text}"
        accepted = answer.status_code == 200
        said = "" if accepted else f"{answer.json().get('code')}: {answer.json().get('detail')}"
        assert accepted or len(said) > 20, f"{act} was refused without a sentence: {answer.text}"
        assert allowed in {None, accepted}, (
            f"{act}: the model {'allows' if allowed else 'forbids'} it, "
            f"the service {'accepted' if accepted else f'refused: {said}'}"
        )
        return accepted

    def order(self, verdict: str, to_step: int | None, prepared: str | None) -> dict[str, Any]:
        said = {"verdict": verdict, "version": self.version(), "prepared": prepared}
        comment = "" if verdict in {"approve", "hand_on"} else "Đề nghị xem lại."
        return said | {"comment": comment, "to_step": to_step}

    def version(self) -> str:
        draft = self.world.offices.drafting.drafts[self.model.case]
        return draft.versions[self.model.round]

    def prepared_for(self, who: str, task: Task) -> str | None:
        """The PDF of a signature step for this person, made by his own act."""
        if task.kind != "signature" or task.outcome:
            return None
        allowed = self.model.may_take(who, task, self.now)
        made = self.act(who, f"/tasks/{task.id}/prepared", allowed=allowed)
        return made["prepared"] if made else None

    def prepared(self, task: Task) -> dict[str, Any] | None:
        """The current PDF of a task, whomever it is for."""
        mine = [one for one in self.rows["prepared"] if one["round"] == self.model.round]
        mine = [one for one in mine if (one["step"], one["turn"]) == (task.step, task.turn)]
        return max(mine, key=lambda one: int(one["number"]), default=None)

    def shown(self, task: Task) -> str | None:
        """Its hash, as everybody sees it."""
        prepared = self.prepared(task)
        return str(prepared["hash"]) if prepared else None

    def over(self) -> list[Task]:
        """Tasks of this round that are over, of steps that its plan still has."""
        numbers = {step.number for step in self.model.plan}
        tasks = self.model.tasks.values()
        return [one for one in tasks if one.outcome and one.step in numbers]

    def decide(self, who: str, verdict: str, to_step: int | None = None) -> bool:
        """Decide on the latest task, seen as it is."""
        task = self.latest()
        prepared = self.prepared_for(who, task) if verdict == "approve" else None
        body = self.order(verdict, to_step, prepared)
        allowed = self.model.may_decide(who, task, verdict, to_step, self.now)
        decided = self.act(who, f"/tasks/{task.id}/decision", body, allowed=allowed)
        self.absorb()
        self.settle(told=decided is not None)
        return decided is not None

    def at_once(self, acts: list[tuple[str, str, Any]]) -> list[httpx.Response]:
        """Acts of several people that reach the service together."""

        async def together() -> list[httpx.Response]:
            return await asyncio.gather(*(self.world.post(*one) for one in acts))

        return self._run(together())

    def withdraw(self) -> bool:
        """The drafter asks for it back; what drafting itself refuses reaches nobody."""
        try:
            self._run(self.world.want_back(self.model.case))
        except WrongMoment:
            return False
        return True

    def jump(self, by: timedelta) -> None:
        self._run(self.world.jump(self.model.case, by))
        self.fresh = False
        self.settle()

    def load(self, change: str) -> None:
        self._run(self.world.load(change))
        self.model.content = organisations()[change]
        self.fresh = False
        self.settle()

    def clerk(self, act: str) -> None:
        desk, case = self.world.offices.distribution, self.model.case
        getattr(desk, act)(case, self.model.round)
        self._run(self.world.wake(case, act))
        self.model.place = {"issue": "filed", "send_back": "drafting"}[act]
        self.settle(told=True)

    def retry(self) -> None:
        self._run(self.world.retry(self.model.case))
        self.settle(told=True)

    # Looking

    def latest(self) -> Task:
        return self.model.open_task() or list(self.model.tasks.values())[-1]

    def able(self, one: int) -> str | None:
        """One of those who may act on the latest task now."""
        able = self.model.able(self.latest(), self.now)
        chosen = able[one % len(able)] if able else None
        note(f"able: {able}, chosen: {chosen}")
        return chosen

    def look(self) -> None:
        self.rows = self._run(self.world.rows(self.model.case))

    def settle(self, *, told: bool = False) -> None:
        """Wait until nothing moves any more, learn what was opened, and look at everything."""
        self.fresh = self.fresh or told
        self._run(self.world.quiet(self.model.case))
        self.look()
        self._learn()
        self.check()

    def absorb(self) -> None:
        """Let the model hear of decisions that were accepted, in the order of their commits."""
        self.look()
        known = {
            (task.id, vote.account) for task in self.model.tasks.values() for vote in task.votes
        }
        mine = [one for one in self.rows["decisions"] if one["round"] == self.model.round]
        for row in sorted(mine, key=lambda one: at(one["at"])):
            if (row["task"], row["account"]) not in known:
                self._absorb(row)

    def _absorb(self, row: dict[str, Any]) -> None:
        task = self.model.tasks[row["task"]]
        taken = Taken(seat=row["seat"], behalf=row["on_behalf_of"], grant=row["granted_by"])
        may = self.model.choices(row["account"], task, at(row["at"]))
        assert not task.outcome, f"decided after it was {task.outcome}: {row}"
        assert taken in may, f"{row['account']} sat in {taken}, could in {may}"
        self.model.decide(
            task,
            Vote(account=row["account"], taken=taken, verdict=row["verdict"]),
            row["to_step"],
        )

    def _learn(self) -> None:
        model = self.model
        if model.place == "signing":
            kept = [one for one in self.rows["signatures"] if one["round"] == model.round]
            assert kept, "decided to sign, and nothing was signed"
            model.place = "desk"
        draft = self.world.offices.drafting.drafts[model.case]
        if model.place == "drafting" and draft.round == model.round + 1:
            model.next_round()
        mine = [one for one in self.rows["plan_steps"] if one["round"] == model.round]
        if mine:
            latest = max(one["plan"] for one in mine)
            model.plan = tuple(
                _step(one["terms"])
                for one in sorted(mine, key=lambda one: one["place"])
                if one["plan"] == latest
            )
        for turn in self.rows["turns"]:
            if turn["round"] == model.round and turn["id"] not in model.tasks:
                self._meet(turn)

    def _meet(self, turn: dict[str, Any]) -> None:
        kinds = {step.number: step.kind for step in self.model.plan}
        task = Task(id=turn["id"], step=turn["step"], turn=turn["turn"], kind=kinds[turn["step"]])
        assert self.model.awaited() == turn["step"], (
            f"step {turn['step']} was opened, not {self.model.awaited()}"
        )
        self.model.tasks[task.id] = task

    # What must hold

    def check(self) -> None:
        rows = self.rows
        self._remember_stuck()
        invariants.one_outcome_of_each_task(rows)
        invariants.one_task_is_open_at_most(rows)
        invariants.no_second_part(rows)
        grants = self._run(self.world.grants())
        invariants.one_signature_with_authority(rows, grants, self._organisations())
        invariants.everybody_was_told(rows, self.stuck)
        self._check_holder()
        self._check_flow()

    def _organisations(self) -> dict[str, Organisation]:
        return {
            version: read_organisation(organisations()[change])
            for change, version in self.world.versions.items()
        }

    def _remember_stuck(self) -> None:
        task = self.model.open_task()
        if task and not self.model.able(task, self.now):
            self.stuck.add(task.id)

    def _check_holder(self) -> None:
        """Never a dispatch without a holder."""
        model = self.model
        task = model.open_task()
        waiting = [turn["id"] for turn in self.rows["turns"] if turn["over_at"] is None]
        assert waiting == ([task.id] if task else []), f"open: {waiting}, foreseen: {task}"
        draft = self.world.offices.drafting.drafts[model.case]
        match model.place:
            case "review":
                assert task, "under review, and no task is open"
                said = self._run(self.world.waiting(model.drafter, model.case))
                nobody = "không còn người đủ điều kiện" in said
                assert nobody == model.is_stuck(task, self.now), (
                    f"{said} Able: {model.able(task, self.now)}"
                )
            case "drafting":
                assert model.round not in draft.versions, "returned, and the draft is locked"
            case "desk":
                desk = self.world.offices.distribution
                assert desk.waits(model.case, model.round), "signed, and no clerk has it"
                assert draft.closing is Closing.SIGNED
            case over:
                assert over in OVER
                assert draft.closing is not None

    def _check_flow(self) -> None:
        """What operators see agrees with the tables."""
        model, task = self.model, self.model.open_task()
        shown = self._run(self.world.attributes(model.case))
        drafted = Stage.DRAFT if model.round == 1 else Stage.RETURNED
        assert shown["CvStage"] == STAGES.get(model.place, drafted).value, (shown, model.place)
        if task is None:
            return
        turn = next(one for one in self.rows["turns"] if one["id"] == task.id)
        if not task.asked:
            assert shown["CvDueAt"] == at(turn["due_at"]), (shown, turn)
        assert bool(shown["CvOverdue"]) == bool(turn["overdue_at"]), (shown, turn)
        if self.fresh:
            assert shown["CvNeedsAttention"] == model.is_stuck(task, self.now), (shown, task)

    # Time and threads

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def foresee(self, who: tuple[str, ...], verdicts: tuple[str, ...]) -> list[tuple[bool, ...]]:
        """What may come of decisions that arrive together, in either order."""
        found = []
        for order in ((0, 1), (1, 0)):
            model, answers = deepcopy(self.model), [False, False]
            task = next(one for one in model.tasks.values() if one.id == self.latest().id)
            for one in order:
                if model.may_decide(who[one], task, verdicts[one], None, self.now):
                    answers[one] = True
                    taken = model.choices(who[one], task, self.now)[0]
                    model.decide(
                        task, Vote(account=who[one], taken=taken, verdict=verdicts[one]), None
                    )
            found.append(tuple(answers))
        return found


def grant_of(row: dict[str, Any]) -> Grant:
    """An absence or a delegation as the service answered it."""
    delegation = "delegate" in row
    return Grant(
        id=row["id"],
        owner=row["delegator"] if delegation else row["account"],
        other=row["delegate"] if delegation else row["substitute"],
        starts=at(row["starts_at"]),
        ends=at(row["ends_at"]),
        delegation=delegation,
        kinds=tuple(row.get("kinds", ())),
        fields=tuple(row["fields"]),
        types=tuple(row["types"]),
    )


def _step(terms: dict[str, Any]) -> Step:
    return Step(
        number=terms["step"],
        kind=terms["kind"],
        seats=tuple(f"{seat['kind']}:{seat['of']}" for seat in terms["seats"]),
        needs=terms["needs"],
        kept=terms["kept_from"] is not None,
    )


def _differing(before: Rows, now: Rows) -> str:
    changed = {name: now[name] for name in now if before[name] != now[name]}
    return json.dumps(changed, ensure_ascii=False)[:2000]
