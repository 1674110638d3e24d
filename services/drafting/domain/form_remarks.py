"""How a rule of form makes its remark."""

from services.drafting.domain.replacement import narrow
from shared.document.model import Finding

ERROR = "error"
WARNING = "warning"
INFO = "info"
SEVERITIES = (ERROR, WARNING, INFO)


def remark(
    code: str,
    severity: str,
    field: str,
    message: str,
    rule: str,
    *,
    found: str | None = None,
    replacement: str | None = None,
) -> Finding:
    """A finding about words that stand in a field."""
    return Finding(
        code=code,
        severity=severity,
        field=field,
        message=message,
        rule=rule,
        found=found,
        replacement=replacement,
    )


def correction(
    code: str, severity: str, field: str, message: str, rule: str, *, old: str, new: str
) -> Finding:
    """A finding that knows the right value of the field, narrowed to the words that differ."""
    found, replacement = narrow(old, new)
    return remark(code, severity, field, message, rule, found=found, replacement=replacement)
