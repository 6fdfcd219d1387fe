"""Papers of a criterion: the names by which its tree asks for them."""

from __future__ import annotations

PAPERS = "papers"
"""How many papers a criterion lists."""
MISSING_PAPERS = "missing_papers"
"""How many of them are missing."""
PAPER_WORDS = (PAPERS, MISSING_PAPERS)
