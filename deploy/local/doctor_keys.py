"""The doctor's look at the test keys: which there are, and that they have no value."""

from pathlib import Path

from deploy.local.findings import Finding, Health


def examine_keys(directory: Path) -> Finding:
    """Count the keys of people and agencies."""
    files = sorted(directory.glob("agency/*.p12")) + sorted(directory.glob("people/*.p12"))
    if not files:
        remark = "none yet; ./congvan organisation load FILE makes them"
        return Finding(
            part="test keys", health=Health.ABSENT, address=str(directory), remark=remark
        )
    return Finding(
        part="test keys",
        version=f"{len(files)} keys",
        address=str(directory),
        remark="TEST KEYS: what they sign has no legal value",
    )
