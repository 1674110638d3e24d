"""How a rule of form makes its remark; how grave it is and its source say the rules' list."""

from services.drafting.domain.replacement import narrow
from shared.document.model import Finding
from shared.domain.form_rules import RULE_OF


def remark(
    code: str,
    field: str,
    message: str,
    *,
    found: str | None = None,
    replacement: str | None = None,
    line: int | None = None,
) -> Finding:
    """A finding about words that stand in a field."""
    rule = RULE_OF[code]
    return Finding(
        code=code,
        severity=rule.severity,
        field=field,
        message=message,
        rule=rule.source,
        line=line,
        found=found,
        replacement=replacement,
    )


def correction(code: str, field: str, message: str, *, old: str, new: str) -> Finding:
    """A finding that knows the right value of the field, narrowed to the words that differ."""
    found, replacement = narrow(old, new)
    return remark(code, field, message, found=found, replacement=replacement)
