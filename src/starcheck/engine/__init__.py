"""The one engine: from typed tables to findings, points and levels."""
