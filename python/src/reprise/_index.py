"""The persistent index: a directory that remembers articles, what they repeat from each other, and from whom."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Union

from . import _reprise
from ._given import Given, Time, given_article, time_text, unicode_error
from ._reprise import Chain, Change, Family, Stats, StoredArticle, Verdict, VerifyReport
from ._types import Progress
from ._errors import Error
from ._tables import Run

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ._types import IndexOptions

Path = Union[str, "os.PathLike[str]"]
Tell = Union[Callable[[Progress], object], None]

_PAGE = 1000  # changes per call of the library


def _args(
    id: str,
    text: str,
    outlet: str | None,
    published: Time,
    fetched: Time,
    url: str | None,
    title: str | None,
    lang: str | None,
) -> Given:
    given = id, text, outlet, time_text(published, "published"), time_text(fetched, "fetched"), url, title, lang
    if (error := unicode_error(given)) is not None:
        raise error
    return given


class Index:
    """An open index. Make one with :meth:`open`, :meth:`create` or :meth:`import_run`; it is a context manager.

    >>> with reprise.Index.open("news.reprise") as index:
    ...     verdict = index.add(id="jp-722", outlet="jpost.com", published="2023-10-07T09:12Z", text=body)
    ...     for passage in verdict.passages:
    ...         print(body[slice(*passage.chars)], passage.status, passage.origin.outlet)

    Every call may be made from any thread and releases the GIL while it works. Calls that write wait for each other; calls that read run
    beside them. One process writes; any number read (``read_only=True``). Ctrl-C stops the long calls (settle, compact, verify, rebuild,
    import_run), which change nothing then.
    """

    __slots__ = ("__weakref__", "_directory", "_index")

    def __init__(self, index: _reprise.Index, directory: str) -> None:
        """Not to be called: see :meth:`open`."""
        self._index = index
        self._directory = directory
        weakref.finalize(self, index.close)  # at the end of the interpreter too: nothing waits for a flush then

    @classmethod
    def open(cls, path: Path, **options: Unpack[IndexOptions]) -> Self:
        """Opens the index in a directory, and creates it if absent (unless ``create=False``).

        Options: see :class:`reprise.IndexOptions`. Raises NotFoundError, LockedError (another writer), BadIndexError, NewerFormatError, IoError.
        """
        return cls._opened("open", path, "", options, None)

    @classmethod
    def create(cls, path: Path, **options: Unpack[IndexOptions]) -> Self:
        """A new index. Raises ExistsError where something stands already."""
        return cls._opened("create", path, "", options, None)

    @classmethod
    def import_run(cls, path: Path, run: Path, *, progress: Tell = None, **options: Unpack[IndexOptions]) -> Self:
        """A new index with the articles and findings of a finished scan; it is settled."""
        return cls._opened("import_run", path, os.fspath(run), options, progress)

    @classmethod
    def _opened(cls, how: str, path: Path, run: str, options: Mapping[str, Any], progress: Tell) -> Self:
        given = dict(options)
        if given.get("outlets") is not None:
            given["outlets"] = os.fspath(given["outlets"])
        directory = os.fspath(path)
        return cls(_reprise.Index.open(how, directory, run, given, progress), directory)

    # Writing

    def add(
        self,
        *,
        id: str,
        text: str,
        outlet: str | None = None,
        published: Time = None,
        fetched: Time = None,
        url: str | None = None,
        title: str | None = None,
        lang: str | None = None,
    ) -> Verdict:
        """Stores an article and answers what it repeats. Raises ExistsError for an id that is there.

        ``outlet`` is a name or a domain. Times may be datetimes (with a zone: that moment; without: a time whose zone is not known), dates,
        or text as in the input of a scan; ``fetched`` is an upper bound. A language that is not given is detected.
        """
        return self._index.add(_args(id, text, outlet, published, fetched, url, title, lang))

    def add_many(self, articles: Iterable[Mapping[str, Any]], *, batch: int = 256) -> list[Verdict | Error]:
        """Many at once, from dicts with the keywords of :meth:`add`: the same verdicts as one by one, faster.

        One answer per article, in order. An article that cannot be added is answered by its error, which is not raised, and hinders none of the
        others. The iterable is taken in batches; a wrong type or key in it is raised, and what came in earlier batches is stored by then.
        """
        return list(self.add_iter(articles, batch=batch))

    def add_iter(self, articles: Iterable[Mapping[str, Any]], *, batch: int = 256) -> Iterator[Verdict | Error]:
        """The same as :meth:`add_many` as an iterator: takes the next ``batch`` articles when their first answer is asked for."""
        if batch < 1:
            raise ValueError(f"batch: expected 1 or more, found {batch}")
        return self._add_batches(iter(articles), batch)

    def _add_batches(self, articles: Iterator[Mapping[str, Any]], batch: int) -> Iterator[Verdict | Error]:
        while given := [given_article(article) for article in islice(articles, batch)]:
            errors = [unicode_error(article) for article in given]
            answers = iter(self._index.add_many([article for article, error in zip(given, errors) if error is None]))
            for error in errors:
                yield next(answers) if error is None else error

    def replace(
        self,
        *,
        id: str,
        text: str,
        outlet: str | None = None,
        published: Time = None,
        fetched: Time = None,
        url: str | None = None,
        title: str | None = None,
        lang: str | None = None,
    ) -> Verdict:
        """A new version of an article that is there (else NotFoundError). The earlier one is kept: see ``get(id).earlier``."""
        return self._index.replace(_args(id, text, outlet, published, fetched, url, title, lang))

    def remove(self, id: str) -> None:
        """Forgets an article with all its versions. Its bytes are off the disk after :meth:`compact`."""
        self._index.remove(id)

    def flush(self) -> None:
        """When it returns, all that was written is on the disk."""
        self._index.flush()

    def settle(self, *, progress: Tell = None) -> None:
        """The wider look: afterwards the index holds what a batch scan of its articles yields. Costs that scan."""
        self._index.settle(progress)

    def compact(self, *, progress: Tell = None) -> None:
        """One segment without removed articles; gives space back and takes removed bytes off the disk."""
        self._index.compact(progress)

    def rebuild(self, *, progress: Tell = None) -> None:
        """All segments anew from the texts. Mends a damaged segment."""
        self._index.rebuild(progress)

    # Reading

    def query(
        self,
        *,
        id: str,
        text: str,
        outlet: str | None = None,
        published: Time = None,
        fetched: Time = None,
        url: str | None = None,
        title: str | None = None,
        lang: str | None = None,
    ) -> Verdict:
        """The verdict of :meth:`add` without storing. The id need not be new; an article with it is not compared."""
        return self._index.query(_args(id, text, outlet, published, fetched, url, title, lang))

    def get(self, id: str) -> StoredArticle:
        """The article as given, its earlier versions, and its verdict as it stands now. Raises NotFoundError."""
        return self._index.get(id)

    def text(self, id: str) -> str:
        """The text of an article. Raises NotFoundError."""
        return self._index.text(id)

    def chain(self, id: str) -> list[Chain]:
        """The ways by which text came to an article, largest share first. Raises NotFoundError."""
        return self._index.chain(id)

    def family(self, family: str) -> Family:
        """A family with all articles that hold it, earliest first. Raises NotFoundError."""
        return self._index.family(family)

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Verdicts that changed after they were given (a late arrival, a removal, settle()), oldest first.

        ``since`` is the ``sequence`` of the last one that was seen. They are fetched in pages, while the iterator is used.
        """
        if since < 0:
            raise ValueError(f"since: expected 0 or more, found {since}")
        return self._changes(since)

    def _changes(self, since: int) -> Iterator[Change]:
        while page := self._index.changes(since, _PAGE):
            yield from page
            since = page[-1].sequence

    def ids(self) -> Iterator[str]:
        """All ids, ascending."""
        return iter(self._index.ids())

    def stats(self) -> Stats:
        """Counts and sizes."""
        return self._index.stats()

    def run(self) -> Run:
        """The findings of all articles as tables. Of a settled index they are those of a scan."""
        return Run(self._index.run())

    def verify(self, *, progress: Tell = None) -> VerifyReport:
        """Reads every byte of the index's files and compares it with its checksum. ``problems`` empty: sound."""
        return self._index.verify(progress)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._index.contains(id)

    def __iter__(self) -> Iterator[str]:
        return self.ids()

    def __len__(self) -> int:
        return self.stats().articles

    # Closing

    def close(self) -> None:
        """Waits for the calls of other threads that are inside, flushes, and gives the lock back. Later calls raise ClosedError."""
        self._index.close()

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._index.closed

    @property
    def directory(self) -> str:
        """The path it was opened with."""
        return self._directory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<reprise.Index {self._directory!r}{' (closed)' if self.closed else ''}>"
