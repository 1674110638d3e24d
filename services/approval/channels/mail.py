"""Notices by SMTP: plain text and HTML, with a Message-ID that stays the same at every attempt."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final

import aiosmtplib
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.approval.channels.faults import NotConfigured, Refused, TryLater, distrusts
from services.approval.domain.notices import Mailbox, Notice
from services.approval.domain.wording import one_line, wording
from shared.domain.dates import VIETNAM
from shared.runtime.settings import MailSettings, Tls

ANSWER_WITHIN: Final = 20.0
"""Seconds for the whole hand-over; the flow's own patience with an attempt is longer."""
GOODBYE: Final = 1.0
KEPT: Final = 200
"""Letters of the server's answer that are kept."""
PERMANENT: Final = 500

_PLAIN: Final = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",)),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail: `id` is the sending's."""

    id: str
    notice: Notice
    to: Mailbox
    office: str
    """The agency's name."""


def message_of(letter: Letter, sender: str) -> Message:
    """The mail, the same at every attempt; raises Refused for addresses that cannot be written."""
    worded, origin = wording(letter.notice), _from(sender)
    said = {
        "title": worded.subject,
        "paragraphs": [paragraph.split("\n") for paragraph in worded.lines],
        "office": letter.office,
    }
    plain = _TEMPLATES.get_template("notice.txt.j2").render(said)
    html = _TEMPLATES.get_template("notice.html.j2").render(said)
    message = MIMEMultipart("alternative", boundary=f"-{letter.id}-")
    message["From"] = _written(origin)
    message["To"] = _written(_to(letter.to))
    # the newer way of Python 3.11 to write headers loses blanks where it folds a line
    message["Subject"] = Header(worded.subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(letter.notice.at.astimezone(VIETNAM))
    message["Message-ID"] = f"<{letter.id}@{origin.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.attach(MIMEText(plain, "plain", "utf-8"))
    message.attach(MIMEText(html, "html", "utf-8"))
    return message


async def send(
    settings: MailSettings | None, letter: Letter, *, within: float = ANSWER_WITHIN
) -> str:
    """Hand a mail over within so many seconds, and give the answer; raises NotAccepted.

    It is accepted with the answer to its text: what becomes of the goodbye changes nothing.
    """
    if settings is None:
        raise NotConfigured("mail is not configured: CONGVAN_SMTP_HOST is not set")
    message = message_of(letter, settings.sender)
    server = await _server(settings)
    try:
        answer = await _accepted(server, message, within)
        await _goodbye(server)
    finally:
        server.close()
    return answer[:KEPT]


async def _accepted(server: aiosmtplib.SMTP, message: Message, within: float) -> str:
    try:
        async with asyncio.timeout(within):
            await server.connect()
            _, answer = await server.send_message(message)
    except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
        raise _said(fault) from None  # its words quote addresses
    return answer


async def _goodbye(server: aiosmtplib.SMTP) -> None:
    with suppress(aiosmtplib.SMTPException, OSError):
        async with asyncio.timeout(GOODBYE):
            await server.quit()


async def _server(settings: MailSettings) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=ANSWER_WITHIN,
        use_tls=settings.tls is Tls.TLS,
        start_tls=settings.tls is Tls.STARTTLS,
        username=settings.user or None,
        password=await _password(settings),
    )


async def _password(settings: MailSettings) -> str | None:
    """Read at each attempt, so that a mended file helps without a restart."""
    if settings.password_file is None:
        return None
    try:
        text = await asyncio.to_thread(settings.password_file.read_text, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        kind = type(fault).__name__
        raise NotConfigured(f"CONGVAN_SMTP_PASSWORD_FILE cannot be read: {kind}") from None
    return text.strip()


def _said(fault: Exception) -> TryLater | Refused:
    """The kind of a fault, and the code of an answer."""
    if isinstance(fault, aiosmtplib.SMTPRecipientsRefused):
        fault = fault.recipients[0]
    kind = type(fault).__name__
    if distrusts(fault):
        return Refused("the mail server's certificate is not trusted, or is another server's")
    if isinstance(fault, aiosmtplib.SMTPResponseException):
        wrong = Refused if fault.code >= PERMANENT else TryLater
        return wrong(f"the mail server answered {fault.code} ({kind})")
    if isinstance(fault, aiosmtplib.SMTPNotSupported | ValueError):
        return Refused(f"the mail server cannot take it ({kind})")
    return TryLater(f"the mail server is away or slow ({kind})")


def _from(sender: str) -> Address:
    """The sender's address, whose domain names our messages; raises NotConfigured."""
    name, email = parseaddr(sender)
    if (address := _readable(one_line(name), email)) is None:
        raise NotConfigured("CONGVAN_SMTP_FROM is no e-mail address")
    return address


def _to(mailbox: Mailbox) -> Address:
    if (address := _readable(one_line(mailbox.name), mailbox.email)) is None:
        raise Refused("what the organisation's file gives is no e-mail address")
    return address


def _written(address: Address) -> str:
    """Its name in quotes or encoded, whatever letters it has."""
    name = address.display_name
    if name.isascii():
        return str(address)
    return f"{Header(name, 'utf-8').encode()} <{address.addr_spec}>"


def _readable(name: str, email: str) -> Address | None:
    if not _PLAIN.fullmatch(email):
        return None
    try:
        return Address(display_name=name, addr_spec=email)
    except (ValueError, MessageError):
        return None
