"""A crawl of the site that test_scrapy.py serves. Arguments: JSON of {start, settings, kind, out}."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Page(scrapy.Item):  # type: ignore[misc, unused-ignore]
    url = scrapy.Field()
    site = scrapy.Field()
    date = scrapy.Field()
    title = scrapy.Field()
    body = scrapy.Field()
    reprise = scrapy.Field()


class PageWithoutVerdict(scrapy.Item):  # type: ignore[misc, unused-ignore]
    url = scrapy.Field()
    site = scrapy.Field()
    date = scrapy.Field()
    title = scrapy.Field()
    body = scrapy.Field()


@dataclasses.dataclass
class PageData:
    url: str
    site: str | None
    date: str | None
    title: str | None
    body: str | None
    reprise: dict[str, Any] | None = None


KINDS = {"dict": dict, "item": Page, "dataclass": PageData, "without": PageWithoutVerdict}


class NewsSpider(scrapy.Spider):  # type: ignore[misc, unused-ignore]
    name = "news"

    async def start(self) -> Any:
        yield scrapy.Request(given["start"])

    def parse(self, response: Any) -> Iterator[Any]:
        links = response.css("a.article::attr(href)").getall()
        for place, link in enumerate(links):
            yield response.follow(link, self.parse_article, priority=-place)  # in the order of the page

    def parse_article(self, response: Any) -> Iterator[Any]:
        yield KINDS[given["kind"]](
            url=response.css("link[rel=canonical]::attr(href)").get(),
            site=response.css("meta[name=site]::attr(content)").get(),
            date=response.css("time::attr(datetime)").get(),
            title=response.css("h1::text").get(),
            body="\n\n".join(response.css("article p::text").getall()),
        )


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {"reprise.scrapy.ProvenancePipeline": 800},
            "REPRISE_ITEM_FIELDS": {"text": "body", "outlet": "site", "published": "date"},
            "FEEDS": {given["out"] + "/items.jsonl": {"format": "jsonlines", "overwrite": True}},
            "CONCURRENT_REQUESTS": 1,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "WARNING",
            **given["settings"],
        }
    )
    crawler = process.create_crawler(NewsSpider)
    process.crawl(crawler)
    process.start()
    with open(given["out"] + "/stats.json", "w", encoding="utf-8") as file:
        json.dump({key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, (int, str))}, file)
