"""Real crawls of a site of six articles that this test serves: TASS, Fars, which copies it with credit, the Jerusalem Post, which quotes both, and three others."""

from __future__ import annotations

import html
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import reprise

pytest.importorskip("scrapy")


class Site:
    """Pages by path; what is served may change between crawls."""

    def __init__(self, articles: list[dict[str, Any]]) -> None:
        self.articles = {article["id"]: dict(article) for article in articles}
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.page(self.path)
                body = (page or "not here").encode()
                self.send_response(404 if page is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def page(self, path: str) -> str | None:
        if path == "/":
            return "<!doctype html><title>News</title>" + "".join(f'<a class="article" href="/{name}">{name}</a>' for name in self.articles)
        article = self.articles.get(path[1:])
        if article is None:
            return None
        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in article["text"].split("\n\n"))
        return (
            f'<!doctype html><html><head><link rel="canonical" href="{article["url"]}"><meta name="site" content="{article["outlet"]}"></head><body>'
            f'<h1>{html.escape(article["title"])}</h1><time datetime="{article["published"]}"></time><article>{paragraphs}</article></body></html>'
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Crawl(NamedTuple):
    items: list[dict[str, Any]]
    stats: dict[str, Any]
    log: str

    def counts(self) -> dict[str, int]:
        return {key.split("/")[1]: value for key, value in self.stats.items() if key.startswith("reprise/")}


@pytest.fixture
def site(seed: list[dict[str, Any]]) -> Iterator[Site]:
    served = Site(seed)
    yield served
    served.close()


def crawl(site: Site, tmp_path: Path, kind: str = "dict", **settings: Any) -> Crawl:
    given = {"start": site.url, "kind": kind, "out": str(tmp_path), "settings": {"REPRISE_INDEX": str(tmp_path / "index"), **settings}}
    script = Path(__file__).with_name("crawl.py")
    done = subprocess.run([sys.executable, str(script), json.dumps(given)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    return Crawl(items, json.loads((tmp_path / "stats.json").read_text()), done.stderr)


URLS = {"TASS": "https://tass.com/economy/1690417", "Fars": "https://farsnews.ir/en/news/14020713000611"}


def test_items_come_out_with_their_verdicts_and_the_index_has_them(site: Site, tmp_path: Path) -> None:
    first = crawl(site, tmp_path)
    assert first.log == ""
    assert len(first.items) == 6 and first.counts()["added"] == 6
    verdicts = {item["site"]: item["reprise"] for item in first.items}
    assert verdicts["TASS"]["passages"] == [] and verdicts["TASS"]["article"] == URLS["TASS"]
    fars = verdicts["Fars News Agency"]
    assert fars["outlet"] == "Fars" and fars["passages"]
    assert {(p["status"], p["parent"], p["parent_outlet"], p["credited"]) for p in fars["passages"]} == {("copied", URLS["TASS"], "TASS", True)}
    assert {source["outlet"] for source in verdicts["Jerusalem Post"]["sources"]} == {"TASS", "Fars"}
    taken = [p for verdict in verdicts.values() for p in verdict["passages"] if p["status"] in ("copied", "cited")]
    assert first.counts()["passages"] == len(taken)
    with reprise.Index.open(tmp_path / "index", create=False) as index:
        assert len(index) == 6 and URLS["Fars"] in index
        assert index.get(URLS["Fars"]).verdict.passages[0].parent_outlet == "TASS"
        assert index.verify().problems == ()

    # The same again: everything is there.
    second = crawl(site, tmp_path)
    assert second.counts()["kept"] == 6 and "added" not in second.counts()
    assert {item["site"]: item["reprise"]["passages"] != [] for item in second.items}["Fars News Agency"]
    # A late look at TASS: its text is an origin now.
    assert [p["status"] for item in second.items if item["site"] == "TASS" for p in item["reprise"]["passages"]].count("origin") >= 1

    # One page was corrected; only that one is replaced.
    site.articles["seed-fars"]["text"] += "\n\nThe day of the meeting was corrected."
    third = crawl(site, tmp_path, REPRISE_ON_DUPLICATE="replace")
    assert (third.counts()["kept"], third.counts()["replaced"]) == (5, 1)
    with reprise.Index.open(tmp_path / "index", create=False) as index:
        stored = index.get(URLS["Fars"])
        assert stored.version == 2 and stored.article.text.endswith("was corrected.") and len(stored.earlier) == 1
        assert len(index) == 6

    # And once more, with what is known dropped.
    site.articles["new"] = {**site.articles["seed-ria"], "url": "https://ria.ru/new.html", "text": "Something that nobody has reported before."}
    fourth = crawl(site, tmp_path, REPRISE_ON_DUPLICATE="drop", LOG_LEVEL="ERROR")
    assert [item["url"] for item in fourth.items] == ["https://ria.ru/new.html"]
    assert (fourth.counts()["dropped"], fourth.counts()["added"]) == (6, 1)


@pytest.mark.parametrize("kind", ["item", "dataclass"])
def test_other_kinds_of_items(site: Site, tmp_path: Path, kind: str) -> None:
    found = crawl(site, tmp_path, kind, REPRISE_DURABILITY="per_call", REPRISE_INDEX_OPTIONS={"threads": 1})
    assert found.log == ""
    assert [item["reprise"]["original_share"] < 1 for item in found.items if item["site"] == "Fars News Agency"] == [True]


def test_bad_articles_go_on_without_a_verdict(site: Site, tmp_path: Path) -> None:
    site.articles["seed-tass"]["published"] = "some day"
    site.articles["seed-ria"]["text"] = ""
    found = crawl(site, tmp_path)
    assert (found.counts()["added"], found.counts()["refused"], found.counts()["without_text"]) == (4, 1, 1)
    assert len(found.items) == 6 and sum("reprise" in item for item in found.items) == 4
    assert "some day" in found.log


def test_settings_that_cannot_be(site: Site, tmp_path: Path) -> None:
    """An item class without the field is told; the field can be turned off; without REPRISE_INDEX the pipeline stays out."""
    loud = crawl(site, tmp_path, "without", LOG_LEVEL="ERROR")
    assert "PageWithoutVerdict has no field 'reprise'" in loud.log and loud.items == []
    quiet = crawl(site, tmp_path, "without", REPRISE_VERDICT_FIELD="")
    assert quiet.log == "" and quiet.counts()["added"] == 6 and len(quiet.items) == 6
    out = crawl(site, tmp_path, REPRISE_INDEX=None)
    assert len(out.items) == 6 and out.counts() == {}
