"""A Scrapy item pipeline: each scraped article goes into the index, and comes out with what it repeats, and from whom.

In ``settings.py``::

    ITEM_PIPELINES = {"reprise.scrapy.ProvenancePipeline": 800}
    REPRISE_INDEX = "news.reprise"

======================== ================================================================================================================
setting
======================== ================================================================================================================
REPRISE_INDEX            directory of the index; created if absent. Without it the pipeline is not used
REPRISE_ITEM_FIELDS      which field of an item is what, such as ``{"text": "body", "outlet": "site"}``; keys are those of Index.add().
                         What is left out has the same name in the item
REPRISE_ON_DUPLICATE     an article whose id is in the index: "keep" (the default) leaves what is stored, "drop" drops the item, "replace"
                         stores a new version when the text differs
REPRISE_VERDICT_FIELD    field that gets the verdict as a dict (default "reprise"); "" for none
REPRISE_DURABILITY       "grouped" (the default), "per_call" or "on_flush"; see reprise.IndexOptions
REPRISE_INDEX_OPTIONS    dict of further options of Index.open()
======================== ================================================================================================================

Items may be dicts, scrapy.Items, dataclasses or whatever itemadapter takes. An item without an id goes by its url. An item without a text, or one
that the index cannot take (a time that nobody can read), goes on without a verdict and is counted; a failing disk is an error of the item.

One process writes to an index: a second crawl into the same one fails at its start with a LockedError.

Threads: the index is called in the reactor's thread. A call takes about a millisecond, less than parsing the page did, and the order in which
items come is the order in which they are added, so that a crawl can be understood; a thread pool would give that up for nothing, since calls
that write wait for each other anyway. With "per_call" each call waits for the disk as well: not for a busy crawl.

Counted in the crawler's stats: ``reprise/added``, ``reprise/kept``, ``reprise/replaced``, ``reprise/dropped``, ``reprise/without_text``,
``reprise/refused``, ``reprise/passages`` (with a parent), ``reprise/uncredited`` (of those, where the text does not name it).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, NotConfigured

from . import BadArgumentError, BadInputError, Index, Verdict
from ._given import KEYS, time_text

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from typing_extensions import Self

logger = logging.getLogger(__name__)

_ON_DUPLICATE = ("keep", "drop", "replace")


class ProvenancePipeline:
    """See the module."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._stats = crawler.stats
        self._path: str | None = settings.get("REPRISE_INDEX")
        if not self._path:
            raise NotConfigured("REPRISE_INDEX is not set")
        self._fields: dict[str, str] = {key: key for key in KEYS}
        for key, name in settings.getdict("REPRISE_ITEM_FIELDS").items():
            if key not in KEYS:
                raise ValueError(f"REPRISE_ITEM_FIELDS: expected keys of {', '.join(KEYS)}, found {key!r}")
            self._fields[key] = name
        self._on_duplicate: str = settings.get("REPRISE_ON_DUPLICATE") or "keep"
        if self._on_duplicate not in _ON_DUPLICATE:
            raise ValueError(f"REPRISE_ON_DUPLICATE: expected one of {', '.join(_ON_DUPLICATE)}, found {self._on_duplicate!r}")
        self._verdict_field: str = settings.get("REPRISE_VERDICT_FIELD", "reprise") or ""
        self._options: dict[str, Any] = dict(settings.getdict("REPRISE_INDEX_OPTIONS"))
        if settings.get("REPRISE_DURABILITY"):
            self._options["durability"] = settings.get("REPRISE_DURABILITY")
        self._index: Index | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self, spider: Any = None) -> None:
        self._index = Index.open(self._path or "", **self._options)

    def close_spider(self, spider: Any = None) -> None:
        if self._index is not None:
            self._index.close()  # flushes

    def process_item(self, item: Any, spider: Any = None) -> Any:
        adapter = ItemAdapter(item)
        article = self._article(adapter)
        if not article["text"] or not article["id"]:
            self._count("without_text")
            return item
        if self._verdict_field and self._verdict_field not in adapter.field_names() and not isinstance(item, dict):
            raise ValueError(
                f"{type(item).__name__} has no field {self._verdict_field!r} for the verdict: add it, or name another in REPRISE_VERDICT_FIELD"
            )
        try:
            verdict = self._store(article)
        except (BadArgumentError, BadInputError) as error:
            self._count("refused")
            logger.warning("not in the index: %s: %s", article["id"], error)
            return item
        taken = [passage for passage in verdict.passages if passage.status in ("copied", "cited")]
        self._count("passages", len(taken))
        self._count("uncredited", sum(passage.credited is False for passage in taken))
        if self._verdict_field:
            adapter[self._verdict_field] = verdict.to_dict()
        return item

    def _article(self, adapter: ItemAdapter) -> dict[str, Any]:
        article = {key: adapter.get(name) for key, name in self._fields.items()}
        for key in ("published", "fetched"):
            article[key] = time_text(article[key], self._fields[key])
        if not article["id"]:
            article["id"] = article["url"]
        if article["id"] is not None and not isinstance(article["id"], str):
            article["id"] = str(article["id"])
        return article

    def _store(self, article: dict[str, Any]) -> Verdict:
        index = self._index
        assert index is not None, "open_spider() comes first"
        if article["id"] not in index:
            verdict = index.add(**article)
            self._count("added")
        elif self._on_duplicate == "drop":
            self._count("dropped")
            raise DropItem(f"reprise: {article['id']} is in the index")
        elif self._on_duplicate == "replace" and index.text(article["id"]) != article["text"]:
            verdict = index.replace(**article)
            self._count("replaced")
        else:
            verdict = index.get(article["id"]).verdict
            self._count("kept")
        return verdict

    def _count(self, name: str, by: int = 1) -> None:
        if self._stats is not None and by:
            self._stats.inc_value(f"reprise/{name}", by)
