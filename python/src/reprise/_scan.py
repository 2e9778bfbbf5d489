"""The batch scan."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Union

from . import _reprise
from ._given import KEYS, given_article
from ._index import Path, Tell
from ._tables import Run

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._types import ScanOptions

Inputs = Union[Path, Iterable[Union[Path, Mapping[str, Any]]]]


class ScanResult(Run):
    """The tables of a scan, with its counts."""

    def __init__(self, tables: Mapping[str, _reprise.Columns], summary: dict[str, Any], output: str | None) -> None:
        super().__init__(tables)
        self.summary = summary
        """Counts of articles, skipped records (`skip_reasons` says why), words, outlets, clusters, families, occurrences; `seconds`."""
        self.output = output
        """The run directory, or None when none was kept."""


def scan(
    inputs: Inputs,
    output: Path | None = None,
    *,
    force: bool = False,
    threads: int = 0,
    fields: Mapping[str, str] | None = None,
    progress: Tell = None,
    **options: Unpack[ScanOptions],
) -> ScanResult:
    """Scans articles and answers what they repeat from each other, as tables.

    ``inputs``: a path or several (JSONL, CSV, TSV, each plain, .gz or .zst; directories), or articles as dicts with the keywords of
    :meth:`Index.add`, in a list or from a generator (they go through a temporary file, not through memory).
    ``output``: the run directory to make, with report.html; replaced with ``force=True``, else ExistsError. Without it no run is kept.
    ``fields``: names of the fields in the input, such as ``{"text": "body"}``; what is left out is guessed.
    ``threads``: 0 is one per core; changes no byte of the result. Ctrl-C stops the scan, which leaves nothing behind then.

    Bad records are skipped and counted (``result.summary["skip_reasons"]``). Raises an Error when the scan could not be done.
    """
    with tempfile.TemporaryDirectory(prefix="reprise-") as work:
        paths = _paths(inputs, os.path.join(work, "articles.jsonl"))
        given: dict[str, Any] = {"force": force, "threads": threads, **options}
        given["output"] = os.path.join(work, "run") if output is None else os.fspath(output)
        if fields is not None:
            given["fields"] = dict(fields)
        if given.get("outlets") is not None:
            given["outlets"] = os.fspath(given["outlets"])
        tables, summary = _reprise.scan(paths, given, progress)
    return ScanResult(tables, summary, None if output is None else os.fspath(output))


def load_run(directory: Path) -> Run:
    """Reads the tables of a run directory back. Raises NotFoundError, BadRunError."""
    return Run(_reprise.load_run(os.fspath(directory)))


def _paths(inputs: Inputs, file: str) -> list[str]:
    """The paths among the inputs; articles among them are written to `file`, whose path is one then."""
    if isinstance(inputs, (str, os.PathLike)):
        return [os.fspath(inputs)]
    if isinstance(inputs, Mapping):
        raise TypeError("inputs: expected paths or a list of articles, found one article")
    paths: list[str] = []
    out = None
    try:
        for given in inputs:
            if isinstance(given, Mapping):
                if out is None:
                    out = open(file, "w", encoding="utf-8")
                    paths.append(file)
                article = {key: value for key, value in zip(KEYS, given_article(given)) if value is not None}
                out.write(json.dumps(article, ensure_ascii=False) + "\n")
            elif isinstance(given, (str, os.PathLike)):
                paths.append(os.fspath(given))
            else:
                raise TypeError(f"inputs: expected paths or articles, found {type(given).__name__}")
    finally:
        if out is not None:
            out.close()
    return paths
