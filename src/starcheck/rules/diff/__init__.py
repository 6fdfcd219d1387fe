"""What differs between two rule sets."""

from __future__ import annotations

from starcheck.rules.diff.causes import causes_of
from starcheck.rules.diff.changes import Change, Detail, Difference, Subject, SubjectKind, Verb
from starcheck.rules.diff.comparing import compare, compare_at_all_times

__all__ = [
    "Change",
    "Detail",
    "Difference",
    "Subject",
    "SubjectKind",
    "Verb",
    "causes_of",
    "compare",
    "compare_at_all_times",
]
