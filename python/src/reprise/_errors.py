"""What can go wrong, by name.

Every error of the library is an :class:`Error` with the library's pinned number in ``code`` (the same in C++, C and Python), its name in
``name``, and in ``where`` the path, the option or the id that it is about. A wrong type is a ``TypeError``, as everywhere in Python.
"""

from __future__ import annotations

from typing import ClassVar


class Error(Exception):
    """Base of all errors of reprise."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "error"

    def __init__(self, message: str = "", where: str | None = None) -> None:
        super().__init__(message)
        self.where = where

    def __reduce__(self) -> tuple[type[Error], tuple[str, str | None]]:
        return type(self), (str(self), self.where)


class BadArgumentError(Error, ValueError):
    """An option or argument is not acceptable."""

    code, name = 1, "bad_argument"


class NotFoundError(Error, LookupError):
    """A file, directory, article or family is not there."""

    code, name = 2, "not_found"


class IoError(Error):
    """The operating system refused to read or write."""

    code, name = 3, "io"


class BadInputError(Error):
    """Bytes from outside are not what they should be."""

    code, name = 4, "bad_input"


class ExistsError(Error):
    """The id, or the output, is there already."""

    code, name = 5, "exists"


class NoSpaceError(IoError):
    """The disk is full."""

    code, name = 6, "no_space"


class BadRunError(Error):
    """A run directory is damaged or of another format."""

    code, name = 7, "bad_run"


class StoppedError(Error):
    """A long call was stopped: by Ctrl-C, or by an exception of the progress function of another thread's call."""

    code, name = 8, "interrupted"


class LockedError(Error):
    """Another writer has the index open."""

    code, name = 9, "locked"


class BadIndexError(Error):
    """An index is damaged, or the directory holds none."""

    code, name = 10, "bad_index"


class NewerFormatError(Error):
    """An index was written by a later version."""

    code, name = 11, "newer_format"


class ReadOnlyError(Error):
    """A call that writes, on an index opened to read."""

    code, name = 12, "read_only"


class NoMemoryError(Error, MemoryError):
    """Memory could not be had for work in the background. A call that finds none raises Python's MemoryError."""

    code, name = 13, "no_memory"


class InternalError(Error):
    """A fault of the library, in work in the background."""

    code, name = 14, "internal"


class ClosedError(Error):
    """A call on an index after close(). The package's own; the library has no code for it."""

    name = "closed"


_BY_CODE: dict[int, type[Error]] = {
    kind.code: kind
    for kind in (
        BadArgumentError,
        NotFoundError,
        IoError,
        BadInputError,
        ExistsError,
        NoSpaceError,
        BadRunError,
        StoppedError,
        LockedError,
        BadIndexError,
        NewerFormatError,
        ReadOnlyError,
        NoMemoryError,
        InternalError,
    )
}


def error_of(code: int, message: str, where: str | None) -> Error:
    """The exception that belongs to one of the library's codes. Called by the compiled part."""
    return _BY_CODE.get(code, Error)(message, where)
