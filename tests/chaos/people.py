"""The people of the Sở, who carry dispatches through the public HTTP APIs, each as it falls."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from deploy.local.settings import ROLES
from shared.domain.lifecycle import FINAL, Owner, Part, Stage, deciding
from tests.chaos.desk import Accepted, Answer, Desk, Diary, GaveUp
from tests.chaos.habits import ABLE, HABITS, Around, At, Habit, pass_by, rewrite, wish
from tests.chaos.town import Town
from tests.chaos.waiting import Stopwatch
from tests.stories.papers import TEXT
from tests.support.office import SAMPLE

DRAFTERS = ("chuyen-vien-vp", "chuyen-vien-qlvh")
APPROVERS = (
    "chanh-van-phong",
    "pho-chanh-van-phong",
    "truong-phong-qlvh",
    "duong-minh-tue",
    "giam-doc",
    "truong-phong-qldl",
)
CLERK = "van-thu"
READER, MAILBOX = "truong-phong-qlvh", "QLVH"
DRAFTED: Mapping[str, tuple[str, Callable[[], Mapping[str, Any]]]] = {
    "a text": ("/from-text", lambda: {"json": {"text": SAMPLE.read_text(encoding="utf-8")}}),
    "a file": ("/from-file", lambda: {"files": {"file": (SAMPLE.name, SAMPLE.read_bytes())}}),
    "its parts": ("", lambda: {"json": dict(TEXT)}),
}
"""Where a draft is made of what is at hand, and what is sent there."""
RECALL = {"ordered_by": "giam-doc", "paper": "Công văn số 7", "reason": "Sai thẩm quyền."}
SOONEST, LATEST = 0.5, 3.0
"""Seconds until somebody looks again who found nothing to do, first and at last."""
HABITUAL = 0.4
"""How often something else is done to a dispatch, at each of its stages."""
STANDS_STILL = 120.0
"""Seconds without any accepted act after which a dispatch is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What people will do with a dispatch, drawn before it begins."""

    drafter: str
    made: str
    """What its draft is made of: see `DRAFTED`."""
    returned: int
    """How many decisions return it before all approve."""
    rejected: bool
    sent_back: bool
    withdrawn_at: Stage | None
    """Its drafter asks for it back when it is seen there; late, perhaps."""
    left_at: Stage | None
    """Nobody goes on with it there: it stays open."""
    twice: bool
    """Whoever acts on it, acts twice at once."""
    claimed: bool
    """Whoever decides takes the task for themselves first."""
    recalled: bool
    """It is recalled once it is filed, and its reader answers."""
    answered: bool
    """A recall is answered; else a clerk waits no longer."""
    in_bulk: bool
    """Whoever decides or issues, does it with a selection."""
    reserved: bool
    """Its number is reserved beforehand."""
    voided: bool
    """Its number is voided before the seal, if there is time, and it gets another one."""
    habits: Mapping[At, Habit]
    """What else is done to it."""


def fate(random: Random) -> Fate:
    habits = {at: random.choice(of) for at, of in HABITS.items() if random.random() < HABITUAL}
    if habits.get(At.DRAFTED) is rewrite:
        habits[At.REVIEWED] = pass_by
    return Fate(
        drafter=random.choice(DRAFTERS),
        made=random.choice(list(DRAFTED)),
        returned=random.choices([0, 1, 2], weights=[7, 2, 1])[0],
        rejected=random.random() < 0.05,
        sent_back=random.random() < 0.08,
        withdrawn_at=random.choices(
            [None, Stage.UNDER_REVIEW, Stage.SIGNING, Stage.TO_ISSUE], weights=[16, 2, 1, 1]
        )[0],
        left_at=random.choices(
            [None, Stage.UNDER_REVIEW, Stage.RETURNED, Stage.TO_ISSUE], weights=[13, 1, 1, 1]
        )[0],
        twice=random.random() < 0.4,
        claimed=random.random() < 0.2,
        recalled=random.random() < 0.1,
        answered=random.random() < 0.7,
        in_bulk=random.random() < 0.15,
        reserved=random.random() < 0.1,
        voided=random.random() < 0.1,
        habits=habits,
    )


class People:
    """Everybody at their desks, with one diary."""

    def __init__(self, town: Town, diary: Diary) -> None:
        self.diary, self.town = diary, town
        urls = {service: town.url(service) for service in ROLES}
        names = {*DRAFTERS, *APPROVERS, CLERK, READER, *ABLE}
        self._desks = {
            name: Desk(name, town.token(name), urls, diary, town.kept_waiting) for name in names
        }

    async def close(self) -> None:
        for desk in self._desks.values():
            await desk.close()

    def desk(self, account: str) -> Desk:
        return self._desks[account]

    async def carry(self, random: Random) -> None:
        """One dispatch from its text to an end, or to where nobody goes on with it."""
        await Carrying(self, fate(random)).run()


@dataclass
class Carrying:
    people: People
    fate: Fate
    case: str = ""
    _returned: int = 0
    _sent_back: bool = False
    _asked: bool = False
    _reserved: bool = False
    _voided: bool = False
    _habits: set[At] = field(default_factory=set)
    """Done already."""
    _seen: tuple[Stage | None, int] = (None, 0)
    _since: Stopwatch | None = None
    _parts: Answer = field(default_factory=dict)
    """What each service said of it last."""

    async def run(self) -> None:
        self.case = await self._drafted()
        await self._habit(At.DRAFTED)
        await self._submit()
        pause = SOONEST
        while (stage := await self._stage()) not in FINAL:
            self._must_move(stage)
            if stage is self.fate.left_at:
                return
            if stage is self.fate.withdrawn_at and not self._asked:
                await self._withdraw()
            elif await self._act(stage):
                pause = SOONEST
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, LATEST)
        if stage is Stage.FILED:
            await self._habit(At.FILED)
            await self._receive()

    def _must_move(self, stage: Stage | None) -> None:
        """Raise GaveUp where nothing has changed for too long."""
        seen = (stage, len(self.people.diary.accepted))
        if seen != self._seen or self._since is None:
            self._seen, self._since = seen, Stopwatch(self.people.town.kept_waiting)
        if self._since.seconds() > STANDS_STILL:
            raise GaveUp(f"{self.case} stands still at {stage}")

    @property
    def _drafter(self) -> Desk:
        return self.people.desk(self.fate.drafter)

    async def _act(self, stage: Stage | None) -> bool:
        """Whether somebody could do something now."""
        match stage:
            case Stage.UNDER_REVIEW:
                return await self._review()
            case Stage.RETURNED:
                return await self._submit()
            case Stage.TO_ISSUE:
                return await self._issue()
            case Stage.NUMBERED:
                return await self._have_sealed()
            case _:
                return False

    # What people do

    async def _drafted(self) -> str:
        path, sent = DRAFTED[self.fate.made]
        to = ("draft", "", "drafting", f"/drafts{path}")
        status, made = await self._drafter.act(*to, sent=sent())
        if status >= 300:
            raise GaveUp(f"a draft of {self.fate.made} was refused: {made}")
        return str(made.get("draft", made)["case"])

    async def _submit(self) -> bool:
        path = f"/drafts/{self.case}/submit"
        return await self._tried(self._drafter, "submit", "drafting", path)

    async def _withdraw(self) -> None:
        self._asked = True
        path, body = f"/drafts/{self.case}/withdraw", {"reason": "Chờ ý kiến của UBND tỉnh"}
        await self._tried(self._drafter, "withdraw", "drafting", path, body)

    async def _review(self) -> bool:
        waits = self._parts.get("approval", {}).get("open")
        if not (waits and waits["prepared"]):
            return False
        for account in APPROVERS:
            desk = self.people.desk(account)
            seen = await desk.get("approval", f"/tasks/{waits['task']}")
            if seen and seen["mine"] and _for_me(seen, account):
                at = At.TO_SIGN if seen["prepared"] else At.REVIEWED
                if await self._habit(at, task=seen["id"], decider=account):
                    return True
                path = f"/tasks/{seen['id']}"
                if self.fate.claimed and not seen["claimed_by"]:
                    return await self._tried(desk, "claim", "approval", f"{path}/claim")
                said = self._decision(seen)
                if self.fate.in_bulk:
                    all_ = {"decisions": [{"task": seen["id"]} | said]}
                    return await self._in_bulk(desk, "decide", "approval", "/tasks/decisions", all_)
                return await self._tried(desk, "decide", "approval", f"{path}/decision", said)
        return False

    def _decision(self, seen: Answer) -> Answer:
        if seen["kind"] == "consultation":
            return _decision(seen, "approve", "")
        if self._returned < self.fate.returned:
            self._returned += 1
            return _decision(seen, "return", "Đề nghị xem lại căn cứ.")
        if self.fate.rejected:
            return _decision(seen, "reject", "Không thuộc thẩm quyền.")
        return _decision(seen, "approve", "")

    async def _issue(self) -> bool:
        clerk, path = self.people.desk(CLERK), f"/dispatches/{self.case}"
        if self.fate.sent_back and not self._sent_back:
            self._sent_back = True
            reason = {"reason": "Thiếu phụ lục kèm theo."}
            return await self._tried(
                clerk, "send_back", "distribution", f"{path}/send-back", reason
            )
        if await self._habit(At.ISSUED):
            return True
        if self.fate.in_bulk:
            selection = {"cases": [self.case]}
            return await self._in_bulk(clerk, "issue", "distribution", "/desk/issue", selection)
        return await self._tried(
            clerk, "issue", "distribution", f"{path}/issue", await self._reservation(clerk)
        )

    async def _reservation(self, clerk: Desk) -> Answer | None:
        """What names a number that was reserved for it; None for the next one."""
        if not self.fate.reserved or self._reserved:
            return None
        self._reserved = True
        to = ("reserve", self.case, "distribution", "/reservations")
        status, kept = await clerk.act(*to, wish(self.people.town))
        return {"reserved": kept["id"]} if status < 300 else None

    async def _have_sealed(self) -> bool:
        """Refused where the seal is on its way already: a clerk's number includes it."""
        clerk, path = self.people.desk(CLERK), f"/dispatches/{self.case}"
        if self.fate.voided and not self._voided:
            self._voided = True
            reason = {"reason": "Sai tên người nhận."}
            return await self._tried(clerk, "void", "distribution", f"{path}/void", reason)
        if self.fate.in_bulk:
            to = ("order_seal", "distribution", "/desk/order-seal", {"cases": [self.case]})
            return await self._in_bulk(clerk, *to)
        return await self._tried(clerk, "order_seal", "distribution", f"{path}/order-seal")

    async def _receive(self) -> None:
        """Read it, say that it came; and send it back where it is recalled."""
        reader, place = self.people.desk(READER), f"/mailboxes/{MAILBOX}/{self.case}"
        said = await reader.check(await reader.file("distribution", f"{place}/pdf"))
        if said["problems"]:
            self.people.diary.broken.append(f"{self.case}: read with {said['problems']}")
        await self._tried(reader, "acknowledge", "distribution", f"{place}/acknowledge")
        if not self.fate.recalled:
            return
        clerk, order = self.people.desk(CLERK), f"/dispatches/{self.case}/recall"
        await self._tried(clerk, "recall", "distribution", order, RECALL)
        if not self.fate.answered:
            reason = {"reason": "Không chờ thêm."}
            await self._tried(clerk, "close_recall", "distribution", f"{order}/close", reason)
            return
        answer = {"answer": "cancelled"}
        await self._tried(reader, "recall_answer", "distribution", f"{place}/recall-answer", answer)

    # How they do it

    async def _habit(self, at: At, **task: str) -> bool:
        """Whether something else was done to it now, for the first time."""
        if at in self._habits or at not in self.fate.habits:
            return False
        self._habits.add(at)
        people, drafter = self.people, self.fate.drafter
        around = Around(desk=people.desk, case=self.case, drafter=drafter, town=people.town, **task)
        await self.fate.habits[at](around)
        return True

    async def _in_bulk(
        self, desk: Desk, act: str, service: str, path: str, body: Mapping[str, Any]
    ) -> bool:
        """With a selection of one: the answer says for each whether it was accepted."""
        _status, said = await desk.act("bulk", self.case, service, path, body)
        accepted = [one for one in said.get("results", ()) if one["status"] < 300]
        self.people.diary.accepted.extend(
            Accepted(act=act, case=self.case, account=desk.account, answer=one) for one in accepted
        )
        return bool(accepted)

    async def _tried(
        self, desk: Desk, act: str, service: str, path: str, body: Mapping[str, Any] | None = None
    ) -> bool:
        """Once, or twice at once; two that are both accepted are told in the diary."""
        times = 2 if self.fate.twice else 1
        answers = await asyncio.gather(
            *(desk.act(act, self.case, service, path, body) for _ in range(times))
        )
        accepted = [status for status, _ in answers if status < 300]
        if len(accepted) > 1:
            self.people.diary.broken.append(f"{self.case}: {act} was accepted twice")
        return bool(accepted)

    async def _stage(self) -> Stage | None:
        asked = [self._drafter.get(service, f"/dispatches/{self.case}") for service in ROLES]
        said = dict(zip(ROLES, await asyncio.gather(*asked), strict=True))
        self._parts = {service: part for service, part in said.items() if part}
        told = deciding([_part(part) for part in self._parts.values()])
        return told.stage if told else None


def _part(said: Answer) -> Part:
    return Part(owner=Owner(said["owner"]), round=said["round"], stage=Stage(said["stage"]))


def _for_me(seen: Answer, account: str) -> bool:
    """A signature belongs to one person."""
    return not seen["prepared"] or seen["prepared"]["account"] == account


def _decision(seen: Answer, verdict: str, comment: str) -> Answer:
    said = {"verdict": verdict, "comment": comment, "version": seen["version"]}
    if seen["prepared"] and verdict == "approve":
        said["prepared"] = seen["prepared"]["prepared"]
    return said
