"""Where tables come from: one module for each kind of file or database."""

from __future__ import annotations
