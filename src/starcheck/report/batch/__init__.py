"""What came of judging many branches: files of their results, a summary for programs, one for the terminal."""

from __future__ import annotations

from starcheck.insight.kept import SUMMARY
from starcheck.report.batch.files import File, files, workbook_file
from starcheck.report.batch.json import listed_in, state_in, summary
from starcheck.report.batch.request import Batch
from starcheck.report.batch.terminal import render

__all__ = ["SUMMARY", "Batch", "File", "files", "listed_in", "render", "state_in", "summary", "workbook_file"]
