"""Small types of the package, and what the compiled part needs from Python."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NamedTuple, TypedDict

Kind = Literal["verbatim", "edited", "paraphrase", "quote", "boilerplate"]
Status = Literal["origin", "copied", "cited", "common_source", "version", "undecided"]
Relation = Literal["verbatim", "edited", "paraphrase", "quote", "translation"]
Cue = Literal["sentence", "dateline", "byline", "credit", "photo", "link"]
Durability = Literal["grouped", "per_call", "on_flush"]


class Interval(NamedTuple):
    """When something happened: both ends included, in UTC. A moment has equal ends; a date alone is its whole day."""

    start: datetime
    end: datetime


class Progress(NamedTuple):
    """How far a long call has come; what is not known yet is None."""

    stage: str
    articles: int
    articles_total: int | None
    bytes: int
    bytes_total: int | None


class IndexOptions(TypedDict, total=False):
    """Keyword arguments of Index.open(), create() and import_run(). What is left out has the library's default."""

    create: bool
    """open() makes an index where there is none (default: True)."""
    read_only: bool
    """Beside a writer, in this process or another."""
    durability: Durability
    """What a writing call has done when it returns. In all three it survives the death of the process.
    "grouped" (the default): on the disk after group_milliseconds or group_articles; "per_call": on the disk, one fsync per call;
    "on_flush": on the disk after flush()."""
    group_milliseconds: int
    group_articles: int
    seal_articles: int
    """So many recent articles become a segment: fewer start quicker, more are merged less often."""
    timezone: str | None
    """"+03:30": zone of times that have none (default: unknown, such times are widened by 14 hours either way)."""
    outlets: str | None
    """JSONL file of outlets that extends the built-in registry."""
    outlets_replace: bool
    """Use only the outlets of that file."""
    max_article_bytes: int
    threads: int
    """Of add_many, settle, rebuild and verify; 0 (the default) is one per core."""


class ScanOptions(TypedDict, total=False):
    """Keyword arguments of scan() that tune the matching. What is left out has the library's default; docs/tuning.md explains them."""

    timezone: str | None
    outlets: str | None
    outlets_replace: bool
    max_article_bytes: int
    fingerprint_words: int
    fingerprint_window: int
    hot_holders: int
    bands: int
    band_rows: int
    min_passage_words: int
    boilerplate_articles: int
    report_families: int
    report_articles: int


def representation(name: str, pairs: list[tuple[str, Any]]) -> str:
    """repr() of the objects of the compiled part: what is unknown or empty is left out, long texts are cut, lists of objects counted."""
    shown = []
    for key, value in pairs:
        if value is None or value == () or value == "":
            continue
        if isinstance(value, str) and len(value) > 60:
            value = value[:57] + "..."
        elif isinstance(value, Interval):
            start, end = (moment.isoformat().replace("+00:00", "Z") for moment in value)
            shown.append(f"{key}={start if start == end else f'{start}..{end}'}")
            continue
        elif isinstance(value, datetime):
            shown.append(f"{key}={value.isoformat().replace('+00:00', 'Z')}")
            continue
        elif isinstance(value, float):
            value = round(value, 4)
        elif isinstance(value, tuple) and not isinstance(value[0], (int, str)):
            shown.append(f"{key}=<{len(value)}>")
            continue
        shown.append(f"{key}={value!r}")
    return f"{name}({', '.join(shown)})"
