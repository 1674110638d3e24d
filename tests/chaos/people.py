"""People of both agencies, who carry dispatches through the public HTTP APIs as it falls."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.local.settings import ROLES
from shared.domain.lifecycle import FINAL, Owner, Part, Stage, deciding
from tests.chaos.around import ABLE, HEAD, REASON, Around, At
from tests.chaos.desk import Accepted, Answer, Desk, Diary, GaveUp, Outdone
from tests.chaos.habits import wish
from tests.chaos.lots import DRAFTED, Fate
from tests.chaos.second_act import sign, takes_a_second_act
from tests.chaos.time_passes import wait_for_answers
from tests.chaos.town import Town
from tests.chaos.waiting import Stopwatch

RECALL = {"paper": "Công văn số 7", "reason": "Sai thẩm quyền."}
SOONEST, LATEST = 0.2, 1.0
"""Seconds until somebody looks again who found nothing to do, first and at last."""
STANDS_STILL = 120.0
"""Seconds without any accepted act after which a dispatch is given up."""


class People:
    """Everybody at their desks, with one diary."""

    def __init__(self, town: Town, diary: Diary) -> None:
        self.diary, self.town = diary, town
        urls = {service: town.url(service) for service in ROLES}
        names = {*ABLE, *(name for staff in town.staffs for name in staff.everybody)}
        self._desks = {
            name: Desk(name, town.token(name), urls, diary, town.kept_waiting) for name in names
        }

    async def close(self) -> None:
        for desk in self._desks.values():
            await desk.close()

    def desk(self, account: str) -> Desk:
        return self._desks[account]

    async def carry(self, fate: Fate) -> None:
        """One dispatch from its text to an end, or to where nobody goes on with it."""
        await Carrying(self, fate).run()


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
    _cancelled: bool = False
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

    @property
    def _clerk(self) -> Desk:
        return self.people.desk(self.fate.staff.clerk)

    async def _act(self, stage: Stage | None) -> bool:
        """Whether somebody could do something now."""
        match stage:
            case Stage.UNDER_REVIEW:
                return await self._review()
            case Stage.SIGNING:
                return await self._sign()
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
        for account in self.fate.staff.approvers:
            if seen := await self._mine(account, waits["task"]):
                at = At.TO_SIGN if seen["prepared"] else At.REVIEWED
                if await self._habit(at, task=seen["id"], decider=account):
                    return True
                return await self._decide(account, seen)
        return False

    async def _mine(self, account: str, task: str) -> Answer | None:
        """The task, for whom it is to decide."""
        seen: Answer | None = await self.people.desk(account).get("approval", f"/tasks/{task}")
        return seen if seen and seen["mine"] and _for_me(seen, account) else None

    async def _decide(self, account: str, seen: Answer) -> bool:
        desk, path = self.people.desk(account), f"/tasks/{seen['id']}"
        if self.fate.claimed and not seen["claimed_by"]:
            return await self._tried(desk, "claim", "approval", f"{path}/claim")
        said, rival = self._decision(seen), await self._rival(account, seen)
        if self.fate.in_bulk:
            all_ = {"decisions": [{"task": seen["id"]} | said]}
            return await self._in_bulk(desk, "decide", "approval", "/tasks/decisions", all_)
        return await self._tried(desk, "decide", "approval", f"{path}/decision", said, rival=rival)

    async def _rival(self, account: str, seen: Answer) -> Desk | None:
        """Another who may decide the same, where two do at once; opinions are several people's."""
        if not self.fate.twice or seen["kind"] == "consultation":
            return None
        for other in self.fate.staff.approvers:
            if other != account and await self._mine(other, seen["id"]):
                return self.people.desk(other)
        return None

    def _decision(self, seen: Answer) -> Answer:
        if seen["kind"] == "consultation":
            return _decision(seen, "approve", "")
        if self._returned < self.fate.returned:
            self._returned += 1
            return _decision(seen, "return", "Đề nghị xem lại căn cứ.")
        if self.fate.rejected:
            return _decision(seen, "reject", "Không thuộc thẩm quyền.")
        return _decision(seen, "approve", "")

    async def _sign(self) -> bool:
        """The head has a device of his own; others' soft keys sign by themselves.

        Who asked for it back is answered first.
        """
        waits, head = self._parts.get("approval", {}).get("open"), self.people.desk(HEAD)
        asked_back = self._parts.get("drafting", {}).get("withdrawal")
        if not waits or asked_back or not await takes_a_second_act(head, waits["task"]):
            return False
        if self.fate.cancelled and not self._cancelled:
            self._cancelled = True
            path = f"/tasks/{waits['task']}/cancel-signing"
            return await self._tried(head, "cancel_signing", "approval", path, REASON)
        return await sign(self._around(task=waits["task"]), uploaded=self.fate.uploaded)

    async def _issue(self) -> bool:
        clerk, path = self._clerk, f"/dispatches/{self.case}"
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
        status, kept = await clerk.act(*to, wish(self.people.town, self.fate.staff.office))
        return {"reserved": kept["id"]} if status < 300 else None

    async def _have_sealed(self) -> bool:
        """Refused where the seal is on its way already: a clerk's number includes it."""
        clerk, path = self._clerk, f"/dispatches/{self.case}"
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
        staff = self.fate.staff
        reader, place = self.people.desk(staff.reader), f"/mailboxes/{staff.mailbox}/{self.case}"
        said = await reader.check(await reader.file("distribution", f"{place}/pdf"))
        if said["problems"]:
            self.people.diary.broken.append(f"{self.case}: read with {said['problems']}")
        await self._tried(reader, "acknowledge", "distribution", f"{place}/acknowledge")
        if not self.fate.recalled:
            return
        clerk, order = self._clerk, f"/dispatches/{self.case}/recall"
        said = RECALL | {"ordered_by": staff.head}
        await self._tried(clerk, "recall", "distribution", order, said)
        if self.fate.reminded:
            await wait_for_answers(self._around())
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
        await self.fate.habits[at](self._around(**task))
        return True

    def _around(self, **task: str) -> Around:
        people, drafter = self.people, self.fate.drafter
        return Around(desk=people.desk, case=self.case, drafter=drafter, town=people.town, **task)

    async def _in_bulk(
        self, desk: Desk, act: str, service: str, path: str, body: Mapping[str, Any]
    ) -> bool:
        """With a selection of one: the answer says whether it was accepted."""
        _status, said = await desk.act("bulk", self.case, service, path, body)
        accepted = [one for one in said.get("results", ()) if one["status"] < 300]
        told = {"act": act, "case": self.case, "account": desk.account}
        sent = dict(next(iter(body.get("decisions", ())), {}))
        self.people.diary.accepted.extend(
            Accepted(answer=_became(one), sent=sent, **told) for one in accepted
        )
        return bool(accepted)

    async def _tried(
        self,
        desk: Desk,
        act: str,
        service: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        rival: Desk | None = None,
    ) -> bool:
        """Once, or twice at once; the second time by the rival, if there is one.

        Two that are both accepted are told in the diary, and what a second decider was told.
        """
        desks = [desk, rival or desk] if self.fate.twice else [desk]
        answers = await asyncio.gather(
            *(one.act(act, self.case, service, path, body) for one in desks)
        )
        accepted, diary = [status for status, _ in answers if status < 300], self.people.diary
        if len(accepted) > 1:
            diary.broken.append(f"{self.case}: {act} was accepted twice")
        if act == "decide" and accepted:
            late = ((status, said) for status, said in answers if status >= 300)
            diary.outdone += [
                Outdone(case=self.case, status=status, answer=said) for status, said in late
            ]
        return bool(accepted)

    async def _stage(self) -> Stage | None:
        asked = [self._drafter.get(service, f"/dispatches/{self.case}") for service in ROLES]
        said = dict(zip(ROLES, await asyncio.gather(*asked), strict=True))
        self._parts = {service: part for service, part in said.items() if part}
        told = deciding([_part(part) for part in self._parts.values()])
        return told.stage if told else None


def _became(result: Answer) -> Answer:
    """What would have been answered to one of a selection alone."""
    return dict(result.get("decision") or result.get("issued") or result["standing"])


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
