"""An office that tells its people: rounds to tell of, addresses, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from services.approval.domain.facts import RoundKey
from services.approval.domain.notices import Channel, NoticeKind
from services.approval.operations import noticing
from services.approval.sending import Sender
from services.approval.tables import metadata
from shared.contracts import notices as contract
from shared.contracts.notices import SendingRef
from shared.domain.organisation import Organisation
from shared.runtime.database import Database
from shared.runtime.settings import MailSettings
from tests.support.office import LANG_SON, Office, content_of

CHECKER, DRAFTER, SECOND = "chanh-van-phong", "chuyen-vien-vp", "pho-chanh-van-phong"
EMAILS: Final = {CHECKER: "cvp@so.example", DRAFTER: "cv@so.example"}
"""The second checker has none."""
NAMES: Final = count(1)


def content(
    emails: Mapping[str, str] = EMAILS, webhooks: tuple[Mapping[str, Any], ...] = ()
) -> dict[str, Any]:
    """The file of Lạng Sơn with these addresses."""
    file = content_of(LANG_SON)
    accounts = [one | {"email": emails.get(one["id"], "")} for one in file["accounts"]]
    return file | {"accounts": accounts, "webhooks": list(webhooks)}


@dataclass
class Telling:
    office: Office
    secrets: Path
    mail: MailSettings | None = None

    @property
    def database(self) -> Database:
        return self.office.process("approval").database

    def sender(self, *, mail: MailSettings | None = None) -> Sender:
        """What a worker's process has of it."""
        return Sender(self.database, mail=mail or self.mail, secrets=self.secrets)

    async def in_force(self) -> tuple[str, Organisation]:
        async with self.database.work() as work:
            return await work.organisations.in_force(work.db, "SVHTTDL")

    async def round(self) -> RoundKey:
        """A round of a new case, of which turns can be told."""
        key = RoundKey(agency="SVHTTDL", case=f"SVHTTDL-2026-{next(NAMES):06d}", round=1)
        words = ("version", "organisation", "unit", "field", "urgency", "subject", "drafter")
        row: dict[str, Any] = dict.fromkeys((*words, "submitter", "signer", "symbol"), "x")
        named = {"agency": key.agency, "case": key.case, "round": key.round, "authors": [DRAFTER]}
        async with self.database.work() as work:
            row |= named | {"opened_at": work.clock.now()}
            await work.db.execute(metadata.tables["approval.rounds"].insert().values(row))
        return key

    async def tell(
        self,
        key: RoundKey,
        *recipients: str,
        kind: NoticeKind = NoticeKind.NEW_TASK,
        turn: int = 1,
        ordinal: int = 1,
        **facts: str,
    ) -> None:
        """Tell them, as an operation does in its transaction."""
        version, organisation = await self.in_force()
        async with self.database.work() as work:
            await noticing.tell(
                work,
                key,
                1,
                turn,
                kind,
                recipients or (CHECKER,),
                ordinal=ordinal,
                organisation=organisation,
                version=version,
                facts=facts or {"subject": "triển khai", "doing": "kiểm tra nội dung"},
            )

    async def rows(self, name: str, case: str) -> list[dict[str, Any]]:
        """Of `notices`, of `sendings`, or of `sent`, which tell their channel too."""
        table, sendings = (metadata.tables[f"approval.{one}"] for one in (name, "sendings"))
        query = table.select().where(sendings.c.case == case)
        if name == "notices":
            query = table.select().where(table.c.case == case)
        elif name == "sent":
            query = query.add_columns(sendings.c.channel).where(sendings.c.id == table.c.sending)
        async with self.database.work() as work:
            return [dict(row) for row in (await work.db.execute(query)).mappings()]

    async def refs(self, case: str, channel: Channel = Channel.MAIL) -> list[SendingRef]:
        return [
            SendingRef(id=row["id"], channel=contract.Channel(row["channel"]))
            for row in await self.rows("sendings", case)
            if row["channel"] == channel
        ]

    async def ref(self, case: str, channel: Channel = Channel.MAIL) -> SendingRef:
        """The only sending of a case by this channel."""
        (only,) = await self.refs(case, channel)
        return only
