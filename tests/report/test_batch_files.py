from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from starcheck.report.batch.files import as_stream

ROWS = 250_000
FRAME = pl.DataFrame(
    {"branch": pl.int_range(ROWS, eager=True) // 60, "missing": [["a", "b"], [], ["c"]] * 83_333 + [[]]}
)


def stored(frames: list[pl.DataFrame], row_group: int, folder: Path) -> pl.LazyFrame:
    """Frames in a file each, one below the other."""
    files = [folder / f"{len(frames)}-{number}.stored" for number in range(len(frames))]
    for frame, file in zip(frames, files, strict=True):
        frame.write_parquet(file, row_group_size=row_group)
    return pl.scan_parquet(files)


@pytest.mark.parametrize("sizes", [[ROWS], [100_000, 150_000], [7, 99_993, 100_001, 49_999]])
@pytest.mark.parametrize("row_group", [1_000, 70_001])
def test_a_stream_has_the_same_bytes_however_it_was_stored_before(
    sizes: list[int], row_group: int, tmp_path: Path
) -> None:
    parts = stored([FRAME.slice(sum(sizes[:n]), size) for n, size in enumerate(sizes)], row_group, tmp_path)
    whole = stored([FRAME], ROWS, tmp_path)
    assert as_stream(parts, tmp_path / "parts.parquet") == ROWS
    as_stream(whole, tmp_path / "whole.parquet")
    assert (tmp_path / "parts.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert pl.read_parquet(tmp_path / "parts.parquet").equals(FRAME)
