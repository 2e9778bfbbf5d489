"""reprise: finds what news articles repeat from each other, and says who had it first and by which way it travelled.

>>> index = reprise.Index.open("news.reprise")
>>> verdict = index.add(id="jp-722", outlet="jpost.com", published="2023-10-07T09:12Z", text=body)
>>> [(passage.status, passage.parent_outlet, body[slice(*passage.chars)]) for passage in verdict.passages]

:class:`Index` is the library call per article, :func:`scan` the batch scan, ``reprise.scrapy.ProvenancePipeline`` the index in a crawl.
Enumerations are the words of the run files, as str; what is unknown is None; positions count from 0, the end is not included.
"""

from ._reprise import (
    Article,
    ArticleVersion,
    Attribution,
    Candidate,
    Chain,
    Change,
    Evidence,
    Family,
    Holding,
    Hop,
    NearDuplicate,
    Origin,
    Passage,
    Source,
    Stats,
    StoredArticle,
    Verdict,
    VerifyReport,
    __version__,
)
from ._types import Cue, Durability, IndexOptions, Interval, Kind, Progress, Relation, ScanOptions, Status
from ._errors import (
    BadArgumentError,
    BadIndexError,
    BadInputError,
    BadRunError,
    ClosedError,
    Error,
    ExistsError,
    InternalError,
    IoError,
    LockedError,
    NewerFormatError,
    NoMemoryError,
    NoSpaceError,
    NotFoundError,
    ReadOnlyError,
    StoppedError,
)
from ._index import Index
from ._scan import ScanResult, load_run, scan
from ._tables import Run, Table

__all__ = [
    "Article",
    "ArticleVersion",
    "Attribution",
    "BadArgumentError",
    "BadIndexError",
    "BadInputError",
    "BadRunError",
    "Candidate",
    "Chain",
    "Change",
    "ClosedError",
    "Cue",
    "Durability",
    "Error",
    "Evidence",
    "ExistsError",
    "Family",
    "Holding",
    "Hop",
    "Index",
    "IndexOptions",
    "Interval",
    "InternalError",
    "IoError",
    "Kind",
    "LockedError",
    "NearDuplicate",
    "NewerFormatError",
    "NoMemoryError",
    "NoSpaceError",
    "NotFoundError",
    "Origin",
    "Passage",
    "Progress",
    "ReadOnlyError",
    "Relation",
    "Run",
    "ScanOptions",
    "ScanResult",
    "Source",
    "Stats",
    "Status",
    "StoppedError",
    "StoredArticle",
    "Table",
    "Verdict",
    "VerifyReport",
    "__version__",
    "load_run",
    "scan",
]
