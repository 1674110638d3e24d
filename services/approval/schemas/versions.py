"""A frozen version as its readers see it."""

from datetime import date

from pydantic import BaseModel, Field

from services.approval.domain.round import Round
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import (
    Case,
    Drafter,
    Hash,
    Instant,
    Name,
    RoundNumber,
    Subject,
)
from shared.document.model import AcknowledgedFinding, Finding
from shared.document.version import FrozenVersion
from shared.domain.circulation import Circulation


class AnnexOut(BaseModel):
    """A phụ lục in the same file."""

    model_config = OUT | {"from_attributes": True}

    title: str = Field(examples=["Danh sách Tổ công tác"])
    paragraphs: tuple[str, ...] = Field(examples=[["1. Chánh Văn phòng Sở, Tổ trưởng."]])
    doc_type: str = Field(
        description="Of a document that a decision issues; empty: a phụ lục", examples=["quy_che"]
    )


class TextOut(BaseModel):
    """The text, in the field names of the reader's JSON."""

    model_config = OUT | {"from_attributes": True}

    doc_type: str = Field(examples=["cong_van"])
    place: str = Field(description="Địa danh", examples=["Lạng Sơn"])
    subject: Subject
    addressees: tuple[str, ...] = Field(description="Kính gửi", examples=[["Các phòng chuyên môn"]])
    paragraphs: tuple[str, ...] = Field(examples=[["Sở yêu cầu các phòng triển khai thực hiện./."]])
    recipients: tuple[str, ...] = Field(
        description="Nơi nhận", examples=[["Như trên", "GĐ, các PGĐ Sở"]]
    )
    file_copy: str = Field(description="Lưu", examples=["VT, VP"])
    signature_lines: tuple[str, ...] = Field(examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]])
    signer_name: Name = Field(description="As the text has it")
    urgency: str = Field(examples=["khan"])
    authority: str = Field(description="Thẩm quyền ban hành", examples=["GIÁM ĐỐC SỞ TƯ PHÁP"])
    bases: tuple[str, ...] = Field(
        description="Căn cứ ban hành, without final punctuation",
        examples=[["Căn cứ Nghị định số 30/2020/NĐ-CP"]],
    )
    circulation: Circulation = Field(
        description="Box 11; empty: none", examples=["luu_hanh_noi_bo"]
    )
    contact: str = Field(
        description="Box 13, at the foot of the first page", examples=["Số 1, đường Hùng Vương"]
    )
    annexes: tuple[AnnexOut, ...] = Field(description="In the same file")


class AttachmentOut(BaseModel):
    model_config = OUT

    number: int = Field(
        description="Its place in the version, from 1, as in its address", examples=[1]
    )
    name: str = Field(examples=["Phụ lục ý kiến.pdf"])
    kind: str = Field(
        description="supporting: for reviewers, never leaves the agency; annex: issued with it",
        examples=["annex"],
    )
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="bytes", examples=[48213])
    sha256: Hash


class AcknowledgedOut(BaseModel):
    """Who of those who drafted let a finding stand, and why."""

    model_config = OUT | {"from_attributes": True}

    reason: str = Field(examples=["Tên tổ chức do Giám đốc quy định như vậy."])
    account: Drafter
    at: Instant


class FindingOut(BaseModel):
    """What the form check remarked at submission."""

    model_config = OUT

    code: str = Field(examples=["place_differs"])
    severity: str = Field(description="error, warning or info", examples=["error"])
    field: str = Field(description="The field that it is about", examples=["place"])
    message: str = Field(
        description="Vietnamese, for people", examples=["Địa danh phải là “Lạng Sơn”."]
    )
    rule: str = Field(description="Its source in law", examples=["ND30 PL1 II.4"])
    line: int | None = Field(description="Of the text that was read", examples=[7])
    found: str | None = Field(examples=["Lang Son"])
    replacement: str | None = Field(
        description="What stands right in its place, where that is known", examples=["Lạng Sơn"]
    )

    acknowledged: AcknowledgedOut | None = Field(
        description="null where nothing was said, and for versions from before it could be"
    )

    @classmethod
    def of(cls, finding: Finding, said: AcknowledgedFinding | None) -> "FindingOut":
        return cls(
            **{name: getattr(finding, name) for name in Finding.__dataclass_fields__},
            acknowledged=AcknowledgedOut.model_validate(said) if said else None,
        )


class FormOut(BaseModel):
    """By which rules the form was checked."""

    model_config = OUT | {"from_attributes": True}

    rules: date = Field(
        description="The rule set: the day on which the last of its rules came into force",
        examples=["2020-03-05"],
    )
    settings: dict[str, str] = Field(
        description="Rules that the agency had made lighter: `info`, or `off`, by code",
        examples=[{"end_mark_missing": "off"}],
    )


class VersionOut(BaseModel):
    """One round's frozen version."""

    model_config = OUT

    case: Case
    round: RoundNumber
    version: Hash
    text: TextOut
    attachments: tuple[AttachmentOut, ...]
    findings: tuple[FindingOut, ...]
    form: FormOut | None = Field(description="null of versions from before rules had a day")

    @classmethod
    def of(cls, held: Round, frozen: FrozenVersion) -> "VersionOut":
        return cls(
            case=held.key.case,
            round=held.key.round,
            version=held.submission.version,
            text=TextOut.model_validate(frozen.text),
            attachments=attachments_of(frozen),
            findings=tuple(FindingOut.of(one, frozen.acknowledged(one)) for one in frozen.findings),
            form=FormOut.model_validate(frozen.form) if frozen.form else None,
        )


def attachments_of(frozen: FrozenVersion) -> tuple[AttachmentOut, ...]:
    names = AttachmentOut.model_fields.keys() - {"number"}
    return tuple(
        AttachmentOut(number=number, **{name: getattr(attachment, name) for name in names})
        for number, attachment in enumerate(frozen.attachments, start=1)
    )
