"""The schema of distribution's tables, and a column that only they have."""

from datetime import date

import sqlalchemy as sa

from shared.runtime.tables import schema

metadata = schema("distribution")


def day(name: str, *, optional: bool = False) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=optional)
