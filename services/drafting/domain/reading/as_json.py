"""A reading as JSON: the same keys in the same order, whatever the text says."""

from datetime import date
from typing import Any

from services.drafting.domain.reading.model import Citation, Reading, Signature, Source
from shared.document.model import Finding


def as_json(reading: Reading) -> dict[str, Any]:
    """What `congvan parse --json` prints (docs/reader.md)."""
    return {
        "doc_type": reading.doc_type,
        "issuer": {"parent": reading.issuer.parent, "name": reading.issuer.name},
        "number": reading.number,
        "symbol": reading.symbol,
        "place": reading.place,
        "date": _day(reading.date),
        "subject": reading.subject,
        "addressees": list(reading.addressees),
        "paragraphs": list(reading.paragraphs),
        "recipients": list(reading.recipients),
        "file_copy": reading.file_copy,
        "signature": _signature(reading.signature),
        "cosignature": _signature(reading.cosignature),
        "citations": [_citation(one) for one in reading.citations],
        "urgency": reading.urgency.value,
        "annexes": list(reading.annexes),
        "findings": [_finding(one) for one in reading.findings],
        "sources": {name: _source(reading.sources[name]) for name in reading.sources},
    }


def _signature(signed: Signature) -> dict[str, Any]:
    return {"lines": list(signed.lines), "name": signed.name}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "type": citation.type,
        "name": citation.name,
        "number": citation.number,
        "symbol": citation.symbol,
        "date": _day(citation.date),
        "issuer": citation.issuer,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    told = {
        "code": finding.code,
        "severity": finding.severity,
        "line": finding.line,
        "message": finding.message,
        "rule": finding.rule,
    }
    more = {
        "field": finding.field or None,
        "found": finding.found,
        "replacement": finding.replacement,
    }
    return told | {name: value for name, value in more.items() if value is not None}


def _source(source: Source) -> dict[str, Any]:
    told: dict[str, Any] = {"lines": list(source.lines), "confidence": source.confidence}
    return told | ({"items": [list(item) for item in source.items]} if source.items else {})
