"""Acts that are sent twice: the same again gets the same answer."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.canonical import canonical, sha256
from shared.domain.refusals import Invalid
from shared.runtime.database import Work

Answer = dict[str, Any]


async def once(
    work: Work,
    *,
    account: str,
    key: str | None,
    requests: Sequence[Mapping[str, Any]],
    act: Callable[[], Awaitable[Answer]],
) -> Answer:
    """Do the act, or give the answer that it was given before under the same key.

    The first of `requests` is everything that makes the act what it is, and is remembered; the
    others are the same request as releases before this one remembered it. A refused act leaves
    nothing behind and is judged anew; a key that was used for another act is refused.
    """
    if key is None:
        return await act()
    acts = work.table("acts")
    scope = sa.func.hashtextextended(f"{work.metadata.schema}/act/{account}/{key}", 0)
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(scope)))
    same = sa.select(acts.c.request, acts.c.answer)
    found = await work.db.execute(same.where(acts.c.account == account, acts.c.key == key))
    fingerprints = [sha256(canonical(request)) for request in requests]
    if before := found.one_or_none():
        if before.request not in fingerprints:
            raise Invalid(
                "key_reused",
                "Khóa Idempotency-Key này đã dùng cho một việc khác; hãy gửi lại với khóa mới.",
            )
        return dict(before.answer)
    answer = await act()
    row = {
        "account": account,
        "key": key,
        "request": fingerprints[0],
        "answer": answer,
        "at": work.clock.now(),
    }
    await work.db.execute(acts.insert().values(row))
    return answer
