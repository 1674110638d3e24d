"""Sending on a real database to real servers: until it is accepted, and then never again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

from services.approval.channels.faults import NotConfigured, Refused, TryLater
from services.approval.domain.notices import Channel
from services.approval.sending import NOBODY
from shared.contracts import notices as contract
from shared.contracts.notices import SendingRef
from tests.services.approval.telling import CHECKER, DRAFTER, EMAILS, Telling, content
from tests.support.hook_server import HookServer, running_hook_server
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.moods import Mood
from tests.support.office import Office


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with running_mail_server() as running:
        yield running


@pytest.fixture
async def hook() -> AsyncIterator[HookServer]:
    async with running_hook_server() as running:
        yield running


@pytest.fixture
async def telling(office: Office, mail: MailServer, hook: HookServer, tmp_path: Path) -> Telling:
    (tmp_path / "SVHTTDL-zalo.webhook").write_text("bi mat")
    await office.load("approval", content(webhooks=({"name": "zalo", "url": hook.url},)))
    return Telling(office, tmp_path, mail.settings)


async def told(telling: Telling, recipient: str = CHECKER) -> str:
    """The case of one notice to one recipient."""
    key = await telling.round()
    await telling.tell(key, recipient)
    return key.case


async def test_what_is_accepted_is_recorded_with_the_answer(
    telling: Telling, mail: MailServer, hook: HookServer
) -> None:
    case, sender = await told(telling), telling.sender()
    letter_ref, post_ref = await telling.ref(case), await telling.ref(case, Channel.WEBHOOK)
    await sender.send_notice(letter_ref)
    await sender.send_notice(post_ref)
    (letter,) = mail.letters
    assert letter["Message-ID"] == f"<{letter_ref.id}@so.example>"
    assert letter["To"].addresses[0].addr_spec == EMAILS[CHECKER]
    assert [call.headers["webhook-id"] for call in hook.calls] == [post_ref.id]
    kept = {row["sending"]: row["reply"] for row in await telling.rows("sent", case)}
    assert kept == {letter_ref.id: "2.0.0 queued as 1", post_ref.id: "204"}


async def test_what_was_accepted_is_never_sent_again(telling: Telling, mail: MailServer) -> None:
    ref = await telling.ref(await told(telling))
    await telling.sender().send_notice(ref)
    await telling.sender().send_notice(ref)
    assert len(mail.letters) == 1


async def test_a_sending_that_never_was_is_none(telling: Telling, mail: MailServer) -> None:
    await telling.sender().send_notice(SendingRef(id="x", channel=contract.Channel.MAIL))
    assert not mail.letters


@pytest.mark.parametrize(("mood", "kind"), [(Mood.BUSY, TryLater), (Mood.REFUSES, Refused)])
async def test_what_is_not_accepted_is_sent_by_a_later_attempt(
    telling: Telling, mail: MailServer, mood: Mood, kind: type[Exception]
) -> None:
    case, sender = await told(telling), telling.sender()
    ref = await telling.ref(case)
    mail.mood = mood
    for _ in range(2):
        with pytest.raises(kind):
            await sender.send_notice(ref)
    assert not await telling.rows("sent", case)
    mail.mood = Mood.ACCEPTS
    await sender.send_notice(ref)
    assert len(mail.letters) == len(await telling.rows("sent", case)) == 1
    assert len(await telling.rows("notices", case)) == 1


async def test_a_process_that_dies_after_the_acceptance_sends_a_second_copy_of_the_same_id(
    telling: Telling, mail: MailServer
) -> None:
    case = await told(telling)
    ref = await telling.ref(case)
    attempt = asyncio.create_task(telling.sender().send_notice(ref))
    mail.goodbye = attempt.cancel  # the mail is accepted and nothing is recorded yet
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert not await telling.rows("sent", case)
    mail.goodbye = lambda: None
    await telling.sender().send_notice(ref)
    assert [one["Message-ID"] for one in mail.letters] == [f"<{ref.id}@so.example>"] * 2
    assert len(await telling.rows("notices", case)) == len(await telling.rows("sent", case)) == 1


async def test_a_database_that_cannot_record_it_makes_no_second_copy(
    telling: Telling, mail: MailServer, office: Office
) -> None:
    case, sender = await told(telling), telling.sender()
    ref = await telling.ref(case)
    await office.server.execute("revoke insert on approval.sent from approval", office.database)
    with pytest.raises(ProgrammingError):
        await sender.send_notice(ref)
    await office.server.execute("grant insert on approval.sent to approval", office.database)
    await sender.send_notice(ref)
    assert len(mail.letters) == len(await telling.rows("sent", case)) == 1


async def test_a_mended_address_helps_what_waits(
    telling: Telling, mail: MailServer, office: Office
) -> None:
    ref = await telling.ref(await told(telling))
    await office.load("approval", content({CHECKER: "moi@so.example"}))
    await telling.sender().send_notice(ref)
    assert mail.letters[0]["To"].addresses[0].addr_spec == "moi@so.example"


async def test_who_has_no_address_any_more_gets_no_mail(
    telling: Telling, mail: MailServer, hook: HookServer, office: Office
) -> None:
    case = await told(telling)
    await office.load("approval", content({DRAFTER: EMAILS[DRAFTER]}))
    for channel in Channel:
        await telling.sender().send_notice(await telling.ref(case, channel))
    assert {row["reply"] for row in await telling.rows("sent", case)} == {NOBODY}
    assert not mail.letters
    assert not hook.calls


async def test_without_a_mail_server_mail_waits_until_there_is_one(
    telling: Telling, mail: MailServer
) -> None:
    ref = await telling.ref(await told(telling))
    telling.mail = None
    with pytest.raises(NotConfigured):
        await telling.sender().send_notice(ref)
    await telling.sender(mail=mail.settings).send_notice(ref)
    assert len(mail.letters) == 1
