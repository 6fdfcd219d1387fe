"""Judging many branches: partition by partition, then among all of them."""

from __future__ import annotations

from starcheck.batching.running import Done, Tell, run
from starcheck.batching.stage import Stage, digests_of_files, opened_stage
from starcheck.batching.task import BRANCHES_AT_ONCE, Task

__all__ = ["BRANCHES_AT_ONCE", "Done", "Stage", "Task", "Tell", "digests_of_files", "opened_stage", "run"]
