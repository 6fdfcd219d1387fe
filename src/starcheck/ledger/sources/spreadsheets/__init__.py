"""What spreadsheet files hold besides values, format by format."""

from __future__ import annotations
