"""The files themselves: signatures, and bytes that are kept."""

from collections.abc import Iterator

from tests.chaos.evidence import Evidence
from tests.chaos.memories import BLOBS_OF


def both_signatures_of_every_sealed_file_are_valid(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows("distribution.seals"):
        problems = evidence.papers.get(row["case"], ["not looked at"])
        if problems:
            yield f"{row['case']}: the sealed file is {', '.join(problems)}"


def every_named_blob_is_kept_and_few_are_named_by_nothing(
    evidence: Evidence,
) -> Iterator[str]:
    """What a row names is kept unchanged; what no row names was left by who was stopped."""
    for table, columns in BLOBS_OF.items():
        for row in evidence.rows(table):
            for key in {f"{row['agency']}/{row[column]}" for column in columns}:
                if key not in evidence.blobs:
                    yield f"{row['case']}: {table} names {key}, which is not kept"
    for key, blob in evidence.blobs.items():
        if not blob.whole:
            yield f"the blob {key} was changed"
    left, stopped = orphans(evidence), evidence.interruptions
    if len(left) > stopped:
        yield f"writers were stopped {stopped} times, and no row names {', '.join(left)}"


def orphans(evidence: Evidence) -> list[str]:
    """Blobs that no row names: whoever wrote them came no further."""
    named = evidence.named()
    return [key for key in evidence.blobs if key.partition("/")[2] not in named]
