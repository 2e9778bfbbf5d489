"""Articles as people give them -> what the compiled part takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any, Union

from ._errors import BadInputError

Time = Union[str, date, datetime, None]
"""A datetime with a zone is that moment; one without is a time whose zone is not known, and the index's rule for such times is applied; a date is
its whole day; a str is read as the scan reads times (ISO 8601, RFC 2822, epoch seconds)."""

KEYS = ("id", "text", "outlet", "published", "fetched", "url", "title", "lang")
_TIMES = ("published", "fetched")

Given = tuple[Any, ...]


def time_text(value: Time, name: str) -> str | None:
    """ISO 8601, or the str as it is.

    >>> time_text(datetime(2023, 10, 7, 9, 12), "published")
    '2023-10-07T09:12:00'
    >>> time_text(datetime(2023, 10, 7, 9, 12, tzinfo=timezone.utc), "published")
    '2023-10-07T09:12:00Z'
    >>> time_text(date(2023, 10, 7), "published")
    '2023-10-07'
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{name}: expected a datetime, a date, a str or None, found {type(value).__name__}")


def unicode_error(given: Given) -> BadInputError | None:
    """What is wrong with a str that is no Unicode: half of a surrogate pair, as scraped pages may have."""
    for key, value in zip(KEYS, given):
        if not isinstance(value, str) or value.isascii():
            continue
        try:
            value.encode()
        except UnicodeEncodeError as error:
            id = given[0] if key != "id" else ascii(given[0])
            return BadInputError(f"article '{id}': expected Unicode in its {key}, found a lone surrogate at character {error.start}", str(id))
    return None


def given_article(article: Mapping[str, Any]) -> Given:
    """The members in the order of KEYS."""
    if not isinstance(article, Mapping):
        raise TypeError(f"expected an article as a mapping, found {type(article).__name__}")
    for key in article:
        if key not in KEYS:
            raise TypeError(f"there is no {key!r} in an article: its keys are {', '.join(KEYS)}")
    for key in ("id", "text"):
        if key not in article:
            raise TypeError(f"an article needs {key!r}")
    return tuple(time_text(article.get(key), key) if key in _TIMES else article.get(key) for key in KEYS)
