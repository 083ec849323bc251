"""The detail for other tools: one row an organ, one column a field, as Parquet, CSV or JSON."""

from __future__ import annotations

import io
import json
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from toolkit.collect.rollup import Standing
from toolkit.collect.sums import figure
from toolkit.jsonfile import json_number
from toolkit.stopped import Stopped
from toolkit.tabular import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.collect.model import Collected
    from toolkit.collect.rollup import RollUp

ABOUT: Final = ("organ_code", "organ_name", "superior", "year", "scope", "verdict", "counted")
"""The columns before the fields. `counted` says that the organ is in the sums of all."""
MISSING: Final = "missing"
"""The verdict of an organ that sent nothing that counts; the others are those of `gktool check`."""
_GROUP: Final = 5_000  # rows of a Parquet row group
_NO_PYARROW: Final = (
    "没有安装写 .parquet 的组件。请先运行：pip install 'gktool[parquet]'，或改用 .csv、.json。"
)

Value = str | float | bool | None


def detail_rows(collected: Collected, rollup: RollUp) -> Iterator[tuple[Value, ...]]:
    """The rows, in the order of the roster; a figure that is not known is None, a total where a part is not."""
    form = collected.form
    for row in rollup.rows:
        filed = row.returned.filed() if row.returned else None
        figures = filed.figures if filed else {}
        yield (
            row.organ.code,
            row.organ.name,
            row.organ.superior,
            collected.year,
            (filed.about("scope") if filed else "") or row.organ.scope,
            row.returned.verdict.value if row.returned else MISSING,
            row.standing is Standing.COUNTED,
            *(figure(form, figures, name) for name in form.fields),
        )


def verify_format(suffix: str) -> None:
    """Raise Stopped, before any work, where a kind of file cannot be written."""
    if suffix == ".parquet" and find_spec("pyarrow") is None:
        raise Stopped(_NO_PYARROW)


def _parquet(columns: tuple[str, ...], rows: Iterator[tuple[Value, ...]]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    kinds: dict[str, Any] = {"year": pa.int32(), "counted": pa.bool_()}
    schema = pa.schema(
        [(name, kinds.get(name, pa.string() if name in ABOUT else pa.float64())) for name in columns]
    )
    stream = io.BytesIO()
    with parquet.ParquetWriter(stream, schema) as writer:
        while group := list(islice(rows, _GROUP)):
            arrays = [
                pa.array(values, type=kind.type)
                for values, kind in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return stream.getvalue()


def _csv(columns: tuple[str, ...], rows: Iterator[tuple[Value, ...]]) -> bytes:
    def lines() -> Iterator[tuple[Value, ...]]:
        yield columns
        yield from rows

    return csv_bytes(lines())


def _json(columns: tuple[str, ...], rows: Iterator[tuple[Value, ...]]) -> bytes:
    lines = (
        json.dumps(
            {
                name: json_number(value) if isinstance(value, float) else value
                for name, value in zip(columns, row, strict=True)
            },
            ensure_ascii=False,
        )
        for row in rows
    )
    return "[\n{}\n]\n".format(",\n".join(lines)).encode()


FORMATS: Final[dict[str, Callable[[tuple[str, ...], Iterator[tuple[Value, ...]]], bytes]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".json": _json,
}


def detail_bytes(suffix: str, collected: Collected, rollup: RollUp) -> bytes:
    """The detail as the kind of file that the suffix says."""
    columns = (*ABOUT, *collected.form.fields)
    return FORMATS[suffix](columns, detail_rows(collected, rollup))
