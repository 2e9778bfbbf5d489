"""The findings of a run as tables that pandas, pyarrow, polars and DuckDB read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from . import _reprise

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import pyarrow  # type: ignore[import-untyped, import-not-found, unused-ignore]


class Table(Sequence[dict[str, Any]]):
    """Rows as dicts, and columns by name; what is unknown is None, times are datetimes in UTC.

    ``pandas.DataFrame(table)`` and ``pyarrow.table(table)`` read it; so does whatever knows ``__arrow_c_stream__``, without a copy.
    """

    __slots__ = ("_columns",)

    def __init__(self, columns: _reprise.Columns) -> None:
        self._columns = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self._columns.names

    def column(self, name: str) -> list[Any]:
        """The values of a column. Raises KeyError."""
        return self._columns.column(name)

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists, by name."""
        return {name: self.column(name) for name in self.columns}

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame."""
        import pandas

        return pandas.DataFrame(self.to_dict(), columns=list(self.columns))

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table that shares the memory of this one."""
        import pyarrow

        return pyarrow.table(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._columns.arrow_stream()

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, row: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, row: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, row: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(row, slice):
            return [self._columns.row(i) for i in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return self._columns.row(row % len(self))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._columns.row(i) for i in range(len(self)))

    def __repr__(self) -> str:
        return f"<reprise.Table of {len(self)} rows: {', '.join(self.columns)}>"


class Run:
    """The findings of a scan, or of an index."""

    def __init__(self, tables: Mapping[str, _reprise.Columns]) -> None:
        self.articles = Table(tables["articles"])
        """A row per article."""
        self.passages = Table(tables["passages"])
        """A row per occurrence of a family: who holds it where, and whom it was taken from."""
        self.families = Table(tables["families"])
        """A row per family, with its text."""
        self.clusters = Table(tables["clusters"])
        """A row per cluster of near-duplicates."""
        self.pairs = Table(tables["pairs"])
        """A row per verified pair of near-duplicates."""
        self.chains = Table(tables["chains"])
        """A row per hop; `chain` counts the ways of an article, `hop` their steps, origin first."""
        self.outlets = Table(tables["outlets"])
        """A row per ordered pair of outlets: who feeds whom."""
        self.sources = Table(tables["sources"])
        """A row per article and source."""
        self.attributions = Table(tables["attributions"])
        """A row per place where a text names a source."""

    def __repr__(self) -> str:
        return f"<reprise.{type(self).__name__}: {len(self.articles)} articles, {len(self.families)} families, {len(self.clusters)} clusters>"
