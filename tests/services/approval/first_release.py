"""Rounds as the first release kept them: rows of its tables, frozen versions, its agency's file."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg

from services.approval.signing_keys import SoftKeys
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from shared.document.version import FrozenVersion, freeze
from shared.runtime.blobs import Blobs
from shared.runtime.organisations import version_of
from tests.support.office import LANG_SON, content_of

REVISION = "20261123_0001"
STEPS = (
    ("content_check", ["chanh-van-phong"]),
    ("office_review", ["pho-chanh-van-phong"]),
    ("signature", ["giam-doc", "pho-giam-doc"]),
)
TITLES = {
    "chanh-van-phong": "Chánh Văn phòng",
    "pho-chanh-van-phong": "Phó Chánh Văn phòng",
    "pho-giam-doc": "Phó Giám đốc",
}


def file_of_its_day() -> dict[str, Any]:
    """Lạng Sơn's file before there were fields, signing by order and hours by urgency."""
    later = ("fields", "by_order", "permissions")
    content = {name: value for name, value in content_of(LANG_SON).items() if name not in later}
    for one in (*content["units"], *content["accounts"]):
        one.pop("field", None)
        one.pop("fields", None)
    steps = [{"kind": kind, "hours": 8, "posts": posts} for kind, posts in STEPS]
    check = {"kind": "content_check", "hours": 8}
    review = steps[1] | {"posts": ["chanh-van-phong"]}
    content["routes"] = [
        {"name": "Luồng chung", "steps": [check, review, steps[2]]},
        {"name": "Văn phòng soạn thảo", "units": ["VP"], "steps": [check, *steps[1:]]},
    ]
    return content


@dataclass
class FirstRelease:
    """Writes into the tables that its migration made."""

    connection: asyncpg.Connection
    blobs: Blobs
    keys: SoftKeys
    at: datetime
    version: str = field(default_factory=lambda: version_of(file_of_its_day()))

    async def organisation(self) -> None:
        """Its agency's file, in force."""
        content = json.dumps(file_of_its_day())
        same = {"agency": "SVHTTDL", "version": self.version}
        made = {"content": content, "loaded_by": "quan-tri", "loaded_at": self.at}
        await self._insert("organisation_versions", same | made)
        await self._insert("organisations", same | {"activated_at": self.at})

    async def round(self, frozen: FrozenVersion) -> str:
        """A round with its plan; the hash of its frozen version."""
        version = await self.blobs.put(frozen.agency, freeze(frozen))
        same = ("organisation", "unit", "field", "drafter", "submitter", "signer")
        row = self._of(frozen) | {name: getattr(frozen, name) for name in same}
        row |= {"version": version, "authors": list(frozen.authors), "opened_at": self.at}
        row |= {"urgency": frozen.text.urgency.value, "subject": frozen.text.subject}
        await self._insert("rounds", row | {"symbol": frozen.letterhead.symbol})
        for step, (kind, posts) in enumerate(STEPS, start=1):
            planned = {"step": step, "kind": kind, "posts": posts, "hours": 8, "plan": 1}
            await self._insert("plan_steps", self._of(frozen) | planned)
        return version

    async def turn(self, frozen: FrozenVersion, step: int, *, over: bool = False) -> str:
        """The first turn of a step; its task."""
        task = str(uuid4())
        row = self._of(frozen) | {"step": step, "turn": 1, "id": task, "opened_at": self.at}
        row |= {"due_at": self.at + timedelta(days=2), "over_at": self.at if over else None}
        await self._insert("turns", row)
        return task

    async def decided(
        self, frozen: FrozenVersion, version: str, step: int, verdict: str = "approve"
    ) -> None:
        """A step that its post's holder, who has the post's name as account, decided."""
        kind, (post, *_) = STEPS[step - 1]
        await self._decision(
            frozen,
            {"step": step, "kind": kind, "verdict": verdict, "version": version, "comment": "Sửa"},
            {"account": post, "name": TITLES[post], "post": post, "title": TITLES[post]},
        )

    async def prepared(self, frozen: FrozenVersion) -> str:
        """The prepared PDF for the named deputy; its hash."""
        lines = frozen.text.signature_lines
        signature = SignatureBlock(lines=lines, name=frozen.text.signer_name)
        paper = Paper(letterhead=frozen.letterhead, text=frozen.text, signature=signature)
        made = await self.blobs.put(frozen.agency, prepare(paper))
        row = self._of(frozen) | {"step": 3, "turn": 1, "number": 1, "hash": made}
        row |= self._deputy(frozen) | {"organisation": self.version, "made_at": self.at}
        await self._insert("prepared", row)
        return made

    async def decided_to_sign(self, frozen: FrozenVersion, version: str, prepared: str) -> None:
        certificate = await self.keys.certificate(frozen.signer)
        assert certificate is not None
        seen = {"prepared": prepared, "certificate": certificate.fingerprint}
        said = {"step": 3, "kind": "signature", "verdict": "approve", "version": version}
        await self._decision(frozen, said | seen, self._deputy(frozen))

    async def _decision(
        self, frozen: FrozenVersion, said: dict[str, Any], who: dict[str, Any]
    ) -> None:
        task = await self.turn(frozen, said["step"], over=True)
        row = {"id": str(uuid4()), "turn": 1, "task": task, "comment": "", "lines": []}
        row |= {"at": self.at, "handed_over_at": self.at, "organisation": self.version}
        await self._insert("decisions", self._of(frozen) | row | said | who)

    async def withdrawn(self, frozen: FrozenVersion) -> None:
        await self.turn(frozen, 1, over=True)
        answer = {"withdrawal": "w1", "asked_by": frozen.drafter, "reply": "withdrawn"}
        row = self._of(frozen) | answer | {"at": self.at, "organisation": self.version}
        await self._insert("withdrawal_answers", row)

    def _of(self, frozen: FrozenVersion) -> dict[str, Any]:
        return {name: getattr(frozen, name) for name in ("agency", "case", "round")}

    def _deputy(self, frozen: FrozenVersion) -> dict[str, Any]:
        """The named deputy, and how he signs."""
        return {
            "account": frozen.signer,
            "name": frozen.text.signer_name,
            "post": "pho-giam-doc",
            "title": "Phó Giám đốc",
            "lines": list(frozen.text.signature_lines),
            "ground": "ND30 Đ.13.1, PL1 II.7.a",
        }

    async def _insert(self, table: str, row: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        values = ", ".join(f"${number}" for number in range(1, len(row) + 1))
        statement = f"insert into approval.{table} ({names}) values ({values})"  # noqa: S608 -- names of our own tables
        await self.connection.execute(statement, *row.values())
