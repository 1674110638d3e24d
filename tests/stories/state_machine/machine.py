"""The rules by which random lives are lived: whoever comes, at any hour, allowed or not."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import ClassVar, Concatenate, Final, ParamSpec

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from shared.domain.refusals import WrongMoment
from tests.stories.state_machine import law
from tests.stories.state_machine.acts import REASON, Acts
from tests.stories.state_machine.life import OVER, Life
from tests.stories.state_machine.organisations import (
    CHANGES,
    CHECKERS,
    DEPUTY,
    DRAFTERS,
    HEAD,
    OFFICE_HEAD,
    PEOPLE,
)
from tests.stories.state_machine.world import World

Said = ParamSpec("Said")
Rule = Callable[Concatenate["Lives", Said], None]

anybody = st.sampled_from(PEOPLE)
URGENCIES: Final = ("thuong", "khan", "hoa_toc")
UNITS: Final = ("VP", "TTr", "QLVH", "QLDL", "BT")
delegates = st.sampled_from((OFFICE_HEAD, *CHECKERS, *PEOPLE))
units = st.sampled_from(tuple(DRAFTERS))
types = st.sampled_from(("cong_van", "cong_van", "giay_moi"))
urgencies = st.sampled_from(URGENCIES)
approved = st.sampled_from((2, 3, 1, 0, 4))
texts = st.sampled_from(("Nội dung thứ nhất./.", "Nội dung thứ hai./."))
verdicts = st.sampled_from(
    ("approve", "opinion", "approve", "return", "hand_on", "approve", "reject")
)
which = st.integers(0, 5)
hours = st.sampled_from((1, 5, 9, 24, 64, 120))
MAY: Final = (
    "returns",
    "returns within",
    "claims",
    "asks",
    "gives an opinion",
    "consults",
    "sets the urgency",
    "forwards",
    "claims",
    "consults",
    "rejects",
)
TEMPTED: Final = ("another has it", "acts for another", "took part", "sits there")
TRIES: Final = ("claim", "release", "reassign", "answer", "urgency", "skip", "replan")


def reviewed(lives: "Lives") -> bool:
    """A task is open."""
    return lives.life.model.open_task() is not None


def seen(lives: "Lives") -> bool:
    """A task was opened once, in this round."""
    return bool(lives.life.model.tasks)


def asked(lives: "Lives") -> bool:
    """A question to the drafter waits."""
    task = lives.life.model.open_task()
    return bool(task and task.asked)


def alive(lives: "Lives") -> bool:
    """The dispatch has not come to an end."""
    return lives.life.model.place not in OVER


def drafted(lives: "Lives") -> bool:
    return lives.life.model.place == "drafting"


def signed(lives: "Lives") -> bool:
    return lives.life.model.place == "desk"


def only_if(holds: Callable[["Lives"], bool]) -> Callable[[Rule[Said]], Rule[Said]]:
    """Do nothing where the rule has no place.

    What comes next must not depend on who wins a race, so no rule is left out of the choice.
    """

    def decorate(does: Rule[Said]) -> Rule[Said]:
        @wraps(does)
        def only(lives: "Lives", /, *said: Said.args, **named: Said.kwargs) -> None:
            if holds(lives):
                does(lives, *said, **named)

        return only

    return decorate


class Lives(RuleBasedStateMachine):
    world: ClassVar[World]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(self.world, self.loop)
        self.acts = Acts(self.life)

    def teardown(self) -> None:
        self.life.end()

    # Drafting

    @initialize(
        change=st.sampled_from(CHANGES[:3]),
        unit=units,
        doc_type=types,
        urgency=urgencies,
        approved=approved,
    )
    def a_dispatch_is_submitted(
        self, change: str, unit: str, doc_type: str, urgency: str, approved: int
    ) -> None:
        """And got as far as so many approvals."""
        self.life.begin(change)
        self.life.open_case(unit, doc_type)
        self._submit(urgency, "Nội dung thứ nhất./.", approved)

    @rule(unit=units, doc_type=types, urgency=urgencies, approved=approved)
    @only_if(lambda lives: lives.life.model.place in OVER)
    def another_dispatch_is_submitted(
        self, unit: str, doc_type: str, urgency: str, approved: int
    ) -> None:
        self.life.end()
        self.life.open_case(unit, doc_type)
        self._submit(urgency, "Nội dung thứ nhất./.", approved)

    @rule(urgency=urgencies, text=texts, approved=approved)
    @only_if(drafted)
    def it_is_submitted_again(self, urgency: str, text: str, approved: int) -> None:
        self._submit(urgency, text, approved)

    def _submit(self, urgency: str, text: str, approved: int) -> None:
        self.life.submit(urgency, text)
        for _ in range(approved):
            task = self.life.model.open_task()
            if task and task.kind != "signature" and (who := self.life.able(0)):
                self.life.decide(who, "approve")

    @rule(surely=st.integers(0, 4))
    @only_if(lambda lives: lives.life.model.place in {"review", "drafting"})
    def the_drafter_withdraws(self, surely: int) -> None:
        """Seldom, or there would be little else."""
        if surely == 4:
            assert self.life.withdraw()
            self._withdrawn()

    def _withdrawn(self) -> None:
        task = self.life.model.open_task()
        if task:
            task.outcome = "withdrawn"
        self.life.model.place = "withdrawn"
        self.life.settle(told=True)

    # Deciding

    @rule(one=which)
    @only_if(reviewed)
    def the_right_one_agrees(self, one: int) -> None:
        if who := self.life.able(one):
            task = self.life.latest()
            self.life.decide(who, "hand_on" if task.kind == "hand_on" else "approve")

    @rule(one=which, does=st.sampled_from(MAY), to=anybody, back=st.integers(0, 4))
    @only_if(reviewed)
    def the_right_one(self, one: int, does: str, to: str, back: int) -> None:
        """Whoever may act does one of the things that he may do."""
        if who := self.life.able(one):
            match does:
                case "returns":
                    self.life.decide(who, "return")
                case "returns within":
                    steps = [*self.life.model.before(self.life.latest()), 99]
                    self.life.decide(who, "return", to_step=steps[back % len(steps)])
                case "rejects":
                    self.life.decide(who, "reject")
                case "gives an opinion":
                    self.life.decide(who, "opinion")
                case "forwards":
                    self.acts.forward(who, to)
                case "claims":
                    self.acts.claim(who)
                case "asks":
                    task = self.life.latest()
                    allowed = not task.asked and task.kind != "hand_on"
                    self.acts.say(who, "question", allowed=allowed)
                case "consults":
                    self.acts.consult(who, UNITS[back])
                case _:
                    self.acts.set_urgency(who, URGENCIES[back % len(URGENCIES)])

    @rule(who=anybody, verdict=verdicts)
    @only_if(seen)
    def somebody_decides(self, who: str, verdict: str) -> None:
        self.life.decide(who, verdict)

    @rule(who=anybody, verdict=st.sampled_from(("approve", "return")))
    @only_if(reviewed)
    def somebody_decides_on_what_was_prepared_for_another(self, who: str, verdict: str) -> None:
        """Whatever PDF there is: good only for whom it was made."""
        life, task = self.life, self.life.latest()
        shown = life.prepared(task)
        body = life.order(verdict, None, life.shown(task))
        allowed: bool | None = life.model.may_decide(who, task, verdict, None, life.now)
        if allowed and task.kind == "signature" and verdict == "approve":
            allowed = None if shown and shown["account"] == who else False
        decided = life.act(who, f"/tasks/{task.id}/decision", body, allowed=allowed)
        life.absorb()
        life.settle(told=decided is not None)

    @rule(why=st.sampled_from(TEMPTED), one=which, verdict=verdicts)
    @only_if(seen)
    def who_is_tempted_decides(self, why: str, one: int, verdict: str) -> None:
        """Who comes near to being allowed, and may or may not be."""
        model, task = self.life.model, self.life.latest()
        sitters = law.sitters(model.content, model.step(task).seats)
        match why:
            case "another has it":
                could = (who for who in PEOPLE if model.choices(who, task, self.life.now))
                near = [who for who in could if who != task.owner]
            case "took part":
                near = [account for account, _kind in model.parts]
            case "sits there":
                near = sorted(sitters)
            case _:
                near = [grant.other for grant in model.grants if grant.owner in sitters]
        if near:
            self.life.decide(near[one % len(near)], verdict)

    @rule(one=which, another=which, verdict=verdicts)
    @only_if(lambda lives: bool(lives.life.over()))
    def somebody_decides_on_a_task_that_is_over(self, one: int, another: int, verdict: str) -> None:
        life, over = self.life, self.life.over()
        task = over[one % len(over)]
        sitters = sorted(law.sitters(life.model.content, life.model.step(task).seats))
        if sitters:
            body = life.order(verdict, None, life.shown(task))
            who = sitters[another % len(sitters)]
            life.act(who, f"/tasks/{task.id}/decision", body, allowed=False)

    @rule(one=which, other=which, said=verdicts, answered=verdicts)
    @only_if(reviewed)
    def two_decide_at_once(self, one: int, other: int, said: str, answered: str) -> None:
        life, task = self.life, self.life.latest()
        able = life.model.able(task, life.now)
        if not able or task.kind == "signature":
            return
        who = (able[one % len(able)], able[other % len(able)])
        said_by = (said, answered)
        foreseen = life.foresee(who, said_by)
        address = f"/tasks/{task.id}/decision"
        orders = [(who[n], address, life.order(said_by[n], None, None)) for n in (0, 1)]
        answers = life.at_once(orders)
        accepted = tuple(life.judge(answer, None, str(who)) for answer in answers)
        assert accepted in foreseen, f"{who} said {said_by}: {accepted}, foreseen {foreseen}"
        life.absorb()
        life.settle(told=True)

    @rule(one=which, withdraws=st.booleans())
    @only_if(reviewed)
    def two_sign_at_once_or_it_is_withdrawn(self, one: int, withdraws: bool) -> None:
        """Of a signature: decided twice with one PDF, or while the drafter takes it back."""
        life, task = self.life, self.life.latest()
        who = self.life.able(one)
        if not who or task.kind != "signature":
            return
        body = life.order("approve", None, life.prepared_for(who, task))
        asked = life.withdraw() if withdraws else False
        answers = life.at_once([(who, f"/tasks/{task.id}/decision", body)] * 2)
        accepted = [life.judge(answer, None, who) for answer in answers]
        assert sum(accepted) == 1 or (asked and not any(accepted)), accepted
        life.absorb()
        if any(accepted):
            life.settle(told=True)
        else:
            self._withdrawn()

    @rule(one=which, who=anybody)
    @only_if(reviewed)
    def it_is_signed_and_cancelled(self, one: int, who: str) -> None:
        """The signature is being made meanwhile: whoever is first, wins."""
        life, task = self.life, self.life.latest()
        signer = self.life.able(one)
        if not signer or task.kind != "signature":
            return
        body = life.order("approve", None, life.prepared_for(signer, task))
        answer = life.post(signer, f"/tasks/{task.id}/decision", body)
        assert life.judge(answer, True, signer)
        cancelled = life.post(who, f"/tasks/{task.id}/cancel-signing", {"reason": REASON})
        took_back = life.judge(cancelled, None, who)
        top = law.ranks(life.model.content, who) & {"head", "acting_head"}
        assert not took_back or who == signer or top, f"{who} took back {signer}'s decision"
        life.absorb()
        if took_back:
            task.outcome, life.model.place = "cancelled", "review"
        life.settle(told=True)

    # What people try besides

    @rule(who=anybody, tries=st.sampled_from(TRIES), to=anybody, to_urgency=urgencies)
    @only_if(seen)
    def somebody(self, who: str, tries: str, to: str, to_urgency: str) -> None:
        """Whoever it is tries something, allowed or not, with the latest task."""
        match tries:
            case "claim":
                self.acts.claim(who)
            case "release":
                self.acts.release(who)
            case "reassign":
                self.acts.reassign(who, to)
            case "answer":
                self.acts.answers(who)
            case "urgency":
                self.acts.set_urgency(who, to_urgency)
            case "skip":
                self.acts.skip(who)
            case _:
                self.acts.replan(who)

    @rule()
    @only_if(asked)
    def the_drafter_answers(self) -> None:
        self.acts.answers(self.life.model.drafter)

    # The office

    @rule(who=anybody, other=anybody, begins=st.sampled_from((0, 24)), lasts=hours)
    @only_if(alive)
    def somebody_goes_away(self, who: str, other: str, begins: int, lasts: int) -> None:
        self.acts.go_away(who, other, begins, lasts)

    @rule(to=delegates, lasts=hours, who=st.sampled_from((HEAD, HEAD, HEAD, DEPUTY, OFFICE_HEAD)))
    @only_if(alive)
    def the_head_delegates(self, to: str, lasts: int, who: str) -> None:
        self.acts.delegate(who, to, lasts)

    @rule(one=which, other=anybody, lasts=hours)
    @only_if(reviewed)
    def who_is_waited_for_goes_away(self, one: int, other: str, lasts: int) -> None:
        if who := self.life.able(one):
            self.acts.go_away(who, other, 0, lasts)

    @rule(one=which)
    @only_if(lambda lives: alive(lives) and bool(lives.life.model.grants))
    def somebody_comes_back(self, one: int) -> None:
        self.acts.come_back(one)

    @rule(change=st.sampled_from(CHANGES))
    @only_if(alive)
    def people_change_posts(self, change: str) -> None:
        self.life.load(change)

    @rule(by=hours)
    @only_if(alive)
    def time_passes(self, by: int) -> None:
        self.life.jump(timedelta(hours=by))

    @rule()
    @only_if(alive)
    def an_operator_says_retry(self) -> None:
        self.life.retry()

    @rule(act=st.sampled_from(("issue", "send_back")))
    @only_if(signed)
    def the_clerk(self, act: str) -> None:
        with suppress(WrongMoment):
            self.life.clerk(act)


def lives_in(world: World, loop: asyncio.AbstractEventLoop) -> type[Lives]:
    """The machine of one world; hypothesis makes one of it for each example.

    It must run in another thread than the loop's.
    """
    return type("Lives", (Lives,), {"world": world, "loop": loop})
