from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reprise

PROJECT = Path(__file__).parents[2]


def articles_of(name: str) -> list[dict[str, Any]]:
    with open(PROJECT / "fixtures" / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def seed() -> list[dict[str, Any]]:
    """TASS, Fars and the Jerusalem Post, and three that have nothing to do with them."""
    return articles_of("seed/seed.jsonl")


@pytest.fixture
def by_id(seed: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {article["id"]: article for article in seed}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[reprise.Index]:
    with reprise.Index.open(tmp_path / "index", durability="on_flush") as opened:
        yield opened
