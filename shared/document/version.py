"""A frozen version: what was submitted, byte for byte, and what it pins.

Its hash is the SHA-256 of these bytes, attachments' hashes within; frozen bytes are read for
ever and never written again to be checked.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as a_field
from typing import Final

from pydantic import TypeAdapter

from shared.document.model import (
    AcknowledgedFinding,
    DispatchText,
    Finding,
    Letterhead,
    text_content,
)
from shared.domain.canonical import canonical

MODEL: Final = 1
ANNEX: Final = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAttachment:
    name: str
    kind: str
    """`supporting`: for reviewers, never leaves the agency; `annex`: issued with it."""
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenForm:
    """By which rules the findings were made, and which of them were acknowledged."""

    rules: str
    """The rule set: the day on which the last of its rules came into force."""
    settings: Mapping[str, str] = a_field(default_factory=dict)
    """Rules that the agency had set to `info` or `off`, by code."""
    acknowledged: tuple[AcknowledgedFinding, ...] = ()
    """Of the findings that still stood at submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenVersion:
    model: int = MODEL
    case: str
    round: int
    agency: str
    organisation: str
    """Version of the organisation at submission: it pins plan, hours, names and symbols."""
    unit: str
    """Code of the drafting unit."""
    field: str
    """Lĩnh vực; the drafting unit's unless said otherwise."""
    drafter: str
    authors: tuple[str, ...]
    """Accounts that wrote text or attachments in any round, the drafter first."""
    submitter: str
    signer: str
    """Account of the person named to sign."""
    letterhead: Letterhead
    text: DispatchText
    attachments: tuple[FrozenAttachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the form check said at submission."""
    form: FrozenForm | None = None
    """None in versions that were frozen before rules had a day; then it is not written."""
    corrects: str | None = None
    """Case code of the dispatch that it corrects (ND30 Đ.18.3); so with `replaces`."""
    replaces: str | None = None

    def acknowledged(self, finding: Finding) -> AcknowledgedFinding | None:
        """How one of the findings was acknowledged, if it was."""
        known = self.form.acknowledged if self.form else ()
        return next((one for one in known if one.is_of(finding)), None)

    @property
    def annexes(self) -> tuple[FrozenAttachment, ...]:
        """The files that are issued with it, in order."""
        return tuple(one for one in self.attachments if one.kind == ANNEX)


_READER: Final = TypeAdapter(FrozenVersion)


def freeze(version: FrozenVersion) -> bytes:
    content = asdict(version) | {"text": text_content(version.text)}
    if version.form is None:
        del content["form"]
    return canonical(content)


def thaw(data: bytes) -> FrozenVersion:
    """Read frozen bytes; raises ValueError for what is no frozen version of a known model."""
    version = _READER.validate_json(data)
    if version.model != MODEL:
        raise ValueError(f"frozen versions of model {version.model} are not known here")
    return version
