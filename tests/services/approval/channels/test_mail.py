"""Mail over a real SMTP server: what it says, and what every mood of the server means."""

from collections.abc import AsyncIterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

import pytest

from services.approval.channels.faults import NotAccepted, NotConfigured, Refused, TryLater
from services.approval.channels.mail import Letter, message_of, send
from services.approval.domain.notices import Mailbox, NoticeKind
from services.approval.domain.wording import wording
from shared.domain.urgency import Urgency
from shared.runtime.settings import Tls
from tests.services.approval.domain.told import CASE, notice
from tests.support.mail_server import SENDER, MailServer, running_mail_server
from tests.support.moods import Mood

TO = Mailbox(name="Dương Minh Tuệ", email="tue@so.example")
LETTER = Letter(id="s-1", notice=notice(NoticeKind.RETURNED), to=TO, office="Sở Văn hóa & Du lịch")


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with running_mail_server() as running:
        yield running


def as_read(message: Message) -> EmailMessage:
    return message_from_bytes(message.as_bytes(), policy=default)


def text(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


async def test_a_letter_arrives_as_it_was_written(server: MailServer) -> None:
    assert await send(server.settings, LETTER) == "2.0.0 queued as 1"
    (came,) = server.letters
    assert came["Subject"] == f"{CASE}: văn bản bị trả lại để sửa"
    assert came["From"] == SENDER
    assert came["To"] == "Dương Minh Tuệ <tue@so.example>"
    assert came["Date"] == "Mon, 23 Nov 2026 08:05:00 +0700"
    assert came["Message-ID"] == "<s-1@so.example>"
    assert came["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert "lúc 08:05 ngày 23/11/2026" in text(came, kind)
        assert "Sửa địa danh." in text(came, kind)


async def test_every_attempt_sends_the_same_bytes(server: MailServer) -> None:
    await send(server.settings, LETTER)
    await send(server.settings, LETTER)
    first, second = (came.as_bytes() for came in server.letters)
    assert first == second


def test_what_people_write_is_no_markup() -> None:
    said = notice(NoticeKind.RETURNED, comment="<script>alert(1)</script> & hết", subject="<b>A")
    message = as_read(message_of(replace(LETTER, notice=said), SENDER))
    assert "<script>" not in text(message, "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; hết" in text(message, "html")
    assert "Sở Văn hóa &amp; Du lịch" in text(message, "html")
    assert "<script>alert(1)</script> & hết" in text(message, "plain")


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_subject_is_read_as_it_was_written(kind: NoticeKind, urgency: Urgency) -> None:
    said = notice(kind, urgency=urgency, doing="chuyển văn bản trả lại cho người soạn thảo")
    message = as_read(message_of(replace(LETTER, notice=said), SENDER))
    assert message["Subject"] == wording(said).subject


@pytest.mark.parametrize("name", ["Tuệ\r\nBcc: all@x.example", "Tuệ\nX: y", 'Tuệ" <a@b>, "'])
async def test_a_name_makes_no_header_and_no_other_recipient(server: MailServer, name: str) -> None:
    await send(server.settings, replace(LETTER, to=Mailbox(name=name, email=TO.email)))
    (came,) = server.letters
    assert came["Bcc"] is None
    assert came["X"] is None
    assert [one.addr_spec for one in came["To"].addresses] == [TO.email]


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>", "a@@b", "a@b..c"]
)
async def test_what_is_no_address_is_refused_before_anybody_is_called(
    server: MailServer, email: str
) -> None:
    with pytest.raises(Refused):
        await send(server.settings, replace(LETTER, to=Mailbox(name="Tuệ", email=email)))
    assert not server.letters


@pytest.mark.parametrize(
    ("mood", "kind"),
    [(Mood.BUSY, TryLater), (Mood.REFUSES, Refused), (Mood.DROPS, TryLater)],
)
async def test_a_server_that_does_not_accept_is_understood(
    server: MailServer, mood: Mood, kind: type[NotAccepted]
) -> None:
    server.mood = mood
    with pytest.raises(kind) as failed:
        await send(server.settings, LETTER)
    assert server.refused == [TO.email]
    assert TO.email not in str(failed.value)
    assert failed.value.__suppress_context__
    server.mood = Mood.ACCEPTS
    await send(server.settings, LETTER)
    assert len(server.letters) == 1


async def test_a_server_that_says_nothing_is_left_after_a_while(server: MailServer) -> None:
    server.mood = Mood.HANGS
    with pytest.raises(TryLater):
        await send(server.settings, LETTER, within=0.3)
    assert server.refused == [TO.email]


async def test_nobody_there_is_a_reason_to_try_later() -> None:
    async with running_mail_server() as gone:
        settings = gone.settings
    with pytest.raises(TryLater):
        await send(settings, LETTER)


async def test_accepted_is_accepted_even_if_the_goodbye_fails(server: MailServer) -> None:
    def hang_up() -> None:
        raise ConnectionResetError

    server.goodbye = hang_up
    assert await send(server.settings, LETTER)
    assert len(server.letters) == 1


async def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(
    server: MailServer,
) -> None:
    with pytest.raises(NotAccepted):
        await send(replace(server.settings, tls=Tls.STARTTLS), LETTER)
    assert not server.letters


async def test_a_login_reads_its_password_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "password"
    async with running_mail_server(password="đúng") as server:
        settings = replace(server.settings, user="van-ban", password_file=file)
        with pytest.raises(NotConfigured):
            await send(settings, LETTER)
        file.write_text("sai\n", encoding="utf-8")
        with pytest.raises(Refused):
            await send(settings, LETTER)
        file.write_text("đúng\n", encoding="utf-8")
        await send(settings, LETTER)
        assert len(server.letters) == 1


async def test_without_a_server_a_letter_waits() -> None:
    with pytest.raises(NotConfigured, match="CONGVAN_SMTP_HOST"):
        await send(None, LETTER)


async def test_a_sender_that_is_no_address_is_a_setting_to_mend(server: MailServer) -> None:
    with pytest.raises(NotConfigured, match="CONGVAN_SMTP_FROM"):
        await send(replace(server.settings, sender="Sở Văn hóa"), LETTER)
