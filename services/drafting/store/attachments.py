"""Which files belong to a draft; their bytes lie in the blob store."""

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from services.drafting.domain.draft import Attachment
from services.drafting.tables import attachments
from shared.runtime.database import Work


async def add(work: Work, agency: str, attachment: Attachment) -> None:
    await work.db.execute(attachments.insert().values(asdict(attachment) | {"agency": agency}))


async def of_case(work: Work, agency: str, case: str) -> Sequence[Attachment]:
    """In the order in which they were attached."""
    query = attachments.select().where(attachments.c.agency == agency, attachments.c.case == case)
    rows = await work.db.execute(query.order_by(attachments.c.at, attachments.c.id))
    return [_attachment(row) for row in rows.mappings()]


async def find(work: Work, agency: str, case: str, attachment: str) -> Attachment | None:
    found = await work.db.execute(
        attachments.select().where(
            attachments.c.agency == agency,
            attachments.c.case == case,
            attachments.c.id == attachment,
        )
    )
    row = found.mappings().one_or_none()
    return _attachment(row) if row else None


async def remove(work: Work, agency: str, attachment: Attachment) -> None:
    """Take it off the draft; its bytes stay, frozen versions may name them."""
    await work.db.execute(
        attachments.delete().where(
            attachments.c.agency == agency, attachments.c.id == attachment.id
        )
    )


def _attachment(row: sa.RowMapping) -> Attachment:
    return Attachment(**{name: value for name, value in row.items() if name != "agency"})
