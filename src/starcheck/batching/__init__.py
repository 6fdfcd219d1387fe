"""Judging many branches: partition by partition, then among all of them."""

from __future__ import annotations

from starcheck.batching.running import Done, Tell, run
from starcheck.batching.stage import Stage, digests_of_files, opened_stage
from starcheck.batching.task import Task

__all__ = ["Done", "Stage", "Task", "Tell", "digests_of_files", "opened_stage", "run"]
