"""Say why a member has no verdict."""

from __future__ import annotations

from ..report.result import NO_POINT, UNREADABLE, Explanation, Member

NO_GRAPH = "there is no graph to judge it against: no forward equations"
TOO_LITTLE = "too little of this document holds as it is read to call anything wrong"


def refuse(member: Member, status: str, said: str) -> None:
    """Say why a member has no verdict."""
    if member.status != UNREADABLE:
        member.status, member.witness = status, None
        member.explanations = [Explanation("no graph" if status == NO_POINT else status, said)]
