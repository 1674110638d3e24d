"""The schema of approval's tables, and the columns and keys that several of them share."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.runtime.tables import schema, text

metadata = schema("approval")
ROUND = ("agency", "case", "round")
TURN = (*ROUND, "step", "turn")


def of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(ROUND, [f"approval.rounds.{name}" for name in ROUND])


def words(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False)


def on_behalf() -> tuple[sa.Column[str], ...]:
    """The account, and its name, in whose place somebody acts; and the grant that lets him."""
    names = ("on_behalf_of", "behalf", "granted_by")
    return tuple(text(name, optional=True) for name in names)
