"""A dispatch that was sent back once after its signature, as the services tell of it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.cli.archive.signatures import Trusted
from services.cli.archive.taken import Taken
from shared.document.prepare import prepare
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.version import FrozenAttachment, FrozenVersion, freeze
from shared.domain.canonical import sha256
from shared.domain.chains import link_hash
from tests.services.cli.small_services import SmallServices
from tests.shared.document.dispatch import (
    AT,
    DATE_LINE,
    ISSUER,
    NUMBER_LINE,
    SIGNER,
    Keys,
    make_keys,
    sample_paper,
)
from tests.shared.document.lasting import Office as LastingOffice
from tests.shared.document.test_annex import annex_of
from tests.shared.document.test_annex_long_term import issue

RESTRICTED: Final = "Văn bản này bị hạn chế tiếp cận."
CASE, YEAR = "SVHTTDL-2026-000781", 2026
ANNEX, SUPPORTING, SIGNED_ONCE = b"%PDF-1.7 phu luc", b"PK so lieu", b"%PDF-1.7 lan 1"
ATTACHED: Final = (("Phụ lục I.PDF", "annex", ANNEX), ("../Số liệu", "supporting", SUPPORTING))


@dataclass(frozen=True)
class Papers:
    keys: Keys
    prepared: bytes
    signed: bytes
    sealed: bytes

    @property
    def trusted(self) -> Trusted:
        return Trusted(roots=[self.keys.root], at=AT)


def make_papers() -> Papers:
    keys, prepared = make_keys(), prepare(sample_paper())
    signed = asyncio.run(sign_by_person(prepared, keys.person, None, reason="Ký ban hành", at=AT))
    sealed = asyncio.run(
        fill_and_seal(
            signed, keys.agency, None, number_line=NUMBER_LINE, date_line=DATE_LINE, at=AT
        )
    )
    return Papers(keys, prepared, signed, sealed)


def chain(*events: Mapping[str, Any], seq: int = 1, previous: str | None = None) -> list[Any]:
    """Links of one case, each with the hash of the one before."""
    made: list[Any] = []
    for number, event in enumerate(events, start=seq):
        link = {"agency": "SVHTTDL", "case": CASE, "account": "van-thu", "at": AT.isoformat()}
        link |= {"seq": number, "previous": previous, "details": {}} | dict(event)
        previous = link_hash(link)
        made.append(link | {"hash": previous})
    return made


def frozen(round_: int) -> bytes:
    paper = sample_paper()
    attached = tuple(
        FrozenAttachment(name=name, kind=kind, media_type="", size=len(data), sha256=sha256(data))
        for name, kind, data in ATTACHED
    )
    return freeze(
        FrozenVersion(
            case=CASE,
            round=round_,
            agency="SVHTTDL",
            organisation="5f" * 32,
            unit="VP",
            field="hanh-chinh",
            drafter="chuyen-vien-vp",
            authors=("chuyen-vien-vp",),
            submitter="chuyen-vien-vp",
            signer="duong-minh-tue",
            letterhead=paper.letterhead,
            text=paper.text,
            attachments=attached,
        )
    )


@dataclass(frozen=True)
class AnnexFiles:
    """An annex as issued, and with the stamps put over it since."""

    issued: bytes = ANNEX
    newest: bytes = ANNEX

    @property
    def told(self) -> dict[str, Any]:
        told = {"place": 1, "name": "Phụ lục I.PDF", "file": sha256(self.issued)}
        return told | {"newest": sha256(self.newest), "stamped": self.issued != ANNEX}


def make_lasting(office: LastingOffice) -> tuple[Papers, AnnexFiles]:
    """Papers with stamps and proof, and an annex that was stamped again."""
    signed = office.sign()
    issued = issue(office, annex_of())
    keys = Keys(
        root=office.trust.authority.root_der,
        person=office.person,
        agency=office.agency,
        other_agency=office.agency,
    )
    papers = Papers(keys, office.prepared, signed, office.seal(signed))
    return papers, AnnexFiles(issued, office.renew(issued))


def taken_of(papers: Papers, annex: AnnexFiles = AnnexFiles()) -> Taken:
    versions = {round_: frozen(round_) for round_ in (1, 2)}
    every = [papers.signed, papers.sealed, ANNEX, SUPPORTING, SIGNED_ONCE, *versions.values()]
    every += [annex.issued, annex.newest]
    signed = {1: sha256(SIGNED_ONCE), 2: sha256(papers.signed)}
    submitted = [{"act": "submit", "object": sha256(version)} for version in versions.values()]
    return Taken(
        case=CASE,
        desk=_desk(papers, annex),
        versions=[_version(round_, data) for round_, data in versions.items()],
        rounds=[
            {"round": {"round": round_}, "messages": [], "signature": {"signed": digest}}
            for round_, digest in signed.items()
        ],
        events={
            "drafting": chain({"act": "create_draft"}, *submitted),
            "approval": chain(*({"act": "sign", "object": one} for one in signed.values())),
            "distribution": chain({"act": "sealed", "object": sha256(papers.sealed)}),
            "register": _register(papers, annex),
        },
        verdict={"whole": True, "problems": []},
        files={sha256(data): data for data in every},
    )


def _version(round_: int, data: bytes) -> dict[str, Any]:
    attached = [
        {"name": name, "kind": kind, "media_type": "", "sha256": sha256(content)}
        for name, kind, content in ATTACHED
    ]
    return {"round": round_, "version": sha256(data), "attachments": attached}


def _register(papers: Papers, annex: AnnexFiles) -> list[Any]:
    """Others' events lie before them and between them."""
    entry = {"number": 781, "symbol": "SVHTTDL-VP", "series": "VB", "year": YEAR}
    entry |= {"dated": "2026-11-23"}
    keys, told = papers.keys, annex.told
    numbered = {"prepared": sha256(papers.prepared), "certificate": keys.person.fingerprint}
    sealed = {
        "certificate": keys.agency.fingerprint,
        "annexes": [{name: told[name] for name in ("place", "name", "file", "stamped")}],
    }
    file = sha256(papers.sealed)
    first = chain(
        entry | {"kind": "NUMBERED", "file": sha256(papers.signed), "details": numbered},
        entry | {"kind": "SEALED", "file": file, "details": sealed},
        seq=7,
        previous="06" * 32,
    )
    again = {"place": 1, "before": told["file"], "file": told["newest"]}
    renewed = {"kind": "NOTED", "file": file, "details": {"annexes": [again]}}
    later = chain(
        entry | {"kind": "FILED", "file": file},
        *([entry | renewed] if told["newest"] != told["file"] else []),
        seq=12,
        previous="11" * 32,
    )
    return [*first, *later]


def _desk(papers: Papers, annex: AnnexFiles) -> dict[str, Any]:
    record = {
        "subject": "triển khai Chiến lược chuyển đổi số báo chí",
        "signer": SIGNER,
        "signer_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        "urgency": "khan",
        "deliveries": [{"recipient": "Các phòng chuyên môn", "mailboxes": ["VP", "QLVH"]}],
        "ways_back": ["corrected"],
        "annexes": [annex.told],
        "sealed": sha256(papers.sealed),
        "newest": sha256(papers.sealed),
    }
    return {
        "record": record,
        "issuer": {"code": "SVHTTDL", "name": ISSUER, "organ_id": "H37.15"},
        "series": "VB",
        "year": YEAR,
        "number": 781,
        "symbol": "SVHTTDL-VP",
        "date": "2026-11-23",
        "place": "Lạng Sơn",
        "doc_type": "cong_van",
    }


def head_of(taken: Taken) -> dict[str, Any]:
    last = taken.events["register"][-1]
    return {"sequence": last["seq"], "hash": last["hash"], "time": AT.isoformat()}


class Office(SmallServices):
    """All three listen at one address: one answer has what each of them tells.

    `others` are filed as well, and restricted: who asks may not read them.
    """

    def __init__(self, taken: Taken, *, others: tuple[str, ...] = ()) -> None:
        at = f"/dispatches/{CASE}"
        told = dict(taken.desk) | {"entry": taken.events["register"]}
        told |= {"versions": taken.versions, "rounds": taken.rounds}
        page = {"cases": [CASE, *others], "after": None, "register_head": head_of(taken)}
        answers: dict[str, Any] = {
            f"GET /archive?year={YEAR}": page,
            f"GET /archive?year={YEAR}&limit=1": page,
            f"GET {at}/archive": told,
            f"GET {at}/events": {"events": taken.events["drafting"]},
            "POST /verify": taken.verdict,
        }
        files = {f"GET {at}/archive/{digest}": data for digest, data in taken.files.items()}
        super().__init__(answers | files)

        self._others = others

    def answer(self, what: str, body: bytes) -> tuple[int, bytes]:
        if any(f"/{one}/" in what for one in self._others):
            self.asked.append((what, None))
            return 403, json.dumps({"code": "access_restricted", "detail": RESTRICTED}).encode()
        return super().answer(what, body)

    def export(self, out: Any, *more: str) -> int:
        return self.run("archive", "export", "--year", str(YEAR), "--out", str(out), *more)
