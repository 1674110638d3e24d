"""An agency with as many tasks as one likes: rows as the office's acts would have left them."""

from typing import Final

PEOPLE: Final = 20
"""Each has an equal part of the open tasks."""
AGENCY: Final = "SVHTTDL"

_ROUNDS: Final = """
insert into approval.rounds (agency, "case", round, version, organisation, unit, field, urgency,
                             subject, drafter, authors, submitter, signer, symbol, opened_at,
                             words)
select 'SVHTTDL', {case}, 1, md5('v' || n), '{version}', 'VP', 'hanh-chinh', {urgency}, {subject},
       'chuyen-vien-vp', '{{chuyen-vien-vp}}', 'chuyen-vien-vp', 'duong-minh-tue', 'SVHTTDL-VP',
       {opened}, {words}
  from generate_series(1, {tasks}) n
"""
_STEPS: Final = """
insert into approval.plan_steps (agency, "case", round, step, kind, posts, hours, plan, place,
                                 terms)
select 'SVHTTDL', {case}, 1, step, kind, '{{}}', 8, 1, step,
       jsonb_build_object('step', step, 'kind', kind, 'hours', '{{"thuong": 8}}'::jsonb,
                          'seats', jsonb_build_array(
                              case step when 2 then jsonb_build_object('kind', 'post', 'of', {post})
                              else '{{"kind": "unit_head", "of": "VP"}}'::jsonb end))
  from generate_series(1, {tasks}) n
 cross join (values (1, 'content_check'), (2, 'office_review')) as s (step, kind)
"""
_TURNS: Final = """
insert into approval.turns (agency, "case", round, step, turn, id, opened_at, due_at, over_at,
                            worked)
select 'SVHTTDL', {case}, 1, step, 1, {task}, {opened}, {due}, {over}, {worked}
  from generate_series(1, {tasks}) n
 cross join generate_series(1, 2) step
"""
_DECISIONS: Final = """
insert into approval.decisions (id, agency, "case", account, at, organisation, handed_over_at,
                                round, step, turn, task, kind, verdict, comment, version, name,
                                post, title, lines, seat)
select md5('d' || n)::uuid::text, 'SVHTTDL', {case}, 'nguoi-' || (n + 7) % {people}, {opened},
       '{version}', {opened}, 1, 1, 1, {task}, 'content_check', 'approve', '', md5('v' || n),
       'Người ' || (n + 7) % {people}, 'chuc-' || (n + 7) % {people}, 'Chức vụ', '{{}}',
       'unit_head:VP'
  from generate_series(1, {tasks}) n
 cross join (values (1)) as s (step)
"""
_DESK: Final = """
insert into approval.desk (agency, seat, task, "case", round, kind, urgency, due_at, unit, words,
                           over_at)
select 'SVHTTDL', case step when 2 then 'post:' || {post} else 'unit_head:VP' end, {task}, {case},
       1, case step when 2 then 'office_review' else 'content_check' end, {level}, {due}, 'VP',
       {words}, {over}
  from generate_series(1, {tasks}) n
 cross join generate_series(1, 2) step
"""
_OPENED: Final = "timestamptz '2026-01-05 01:00Z' + n * interval '7 seconds'"
_PARTS: Final = {
    "case": "'SVHTTDL-2026-' || lpad(n::text, 7, '0')",
    "task": "md5(step || '/' || n)::uuid::text",
    "post": f"'chuc-' || n % {PEOPLE}",
    "level": "case when n % 97 < 3 then n % 97 else 3 end",
    "subject": "'triển khai nhiệm vụ số ' || n",
    "words": "'svhttdl-2026-' || lpad(n::text, 7, '0') || ' trien khai nhiem vu so ' || n",
    "opened": _OPENED,
    "due": "timestamptz '2026-01-06 01:00Z' + n * interval '7 seconds'",
    "over": f"case when step = 1 then {_OPENED} end",
    "worked": "case when step = 1 then 3600 + n % 20000 end",
}


def statements(tasks: int, version: str) -> list[str]:
    """What fills an empty database, by an organisation version, and lets it be counted."""
    urgency = f"(array['hoa_toc', 'thuong_khan', 'khan', 'thuong'])[1 + {_PARTS['level']}]"
    given = _PARTS | {"urgency": urgency, "tasks": tasks, "version": version, "people": PEOPLE}
    filling = (_ROUNDS, _STEPS, _TURNS, _DECISIONS, _DESK)
    return [*(one.format_map(given) for one in filling), "vacuum analyze", "checkpoint"]


def with_people(content: dict[str, object]) -> dict[str, object]:
    """An agency's file with these people, each in a post of its own in the Office."""
    posts, accounts = content["posts"], content["accounts"]
    assert isinstance(posts, list)  # noqa: S101 -- the file has just been read
    assert isinstance(accounts, list)  # noqa: S101 -- as above
    numbers = range(PEOPLE)
    more_posts = [
        {"code": f"chuc-{n}", "title": f"Chức vụ {n}", "rank": "staff", "unit": "VP"}
        for n in numbers
    ]
    more_accounts = [
        {"id": f"nguoi-{n}", "name": f"Người {n}", "posts": [f"chuc-{n}"]} for n in numbers
    ]
    more = {"posts": [*posts, *more_posts], "accounts": [*accounts, *more_accounts]}
    return content | more
