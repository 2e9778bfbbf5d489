from __future__ import annotations

import gc
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

import reprise
from conftest import PROJECT

SEED = PROJECT / "fixtures/seed/seed.jsonl"
NEWS = sorted((PROJECT / "fixtures/news").glob("??.jsonl"))
NAMES = ("articles", "passages", "families", "clusters", "pairs", "chains", "outlets", "sources", "attributions")


@pytest.fixture(scope="module")
def news() -> reprise.ScanResult:
    return reprise.scan([SEED, *NEWS])


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_tables_are_those_of_the_run_files(tmp_path: Path) -> None:
    result = reprise.scan([SEED, *map(str, NEWS)], tmp_path / "run")
    assert result.output == str(tmp_path / "run") and (tmp_path / "run/report.html").exists()
    articles = lines(tmp_path / "run/articles.jsonl")
    assert result.articles.column("article") == [a["article"] for a in articles]
    assert result.articles.column("outlet") == [a["outlet"] for a in articles]
    assert [(row["article"], row["text"]) for row in result.attributions] == [(a["article"], t["text"]) for a in articles for t in a["attributions"]]
    families = lines(tmp_path / "run/passages.jsonl")
    assert result.families.column("text") == [f["text"] for f in families]
    expected = [(f["family"], o["article"], tuple(o["span"]), tuple(o["chars"]), o["status"], o["parent"], o["credited"]) for f in families for o in f["occurrences"]]
    assert [
        (p["family"], p["article"], (p["span_begin"], p["span_end"]), (p["chars_begin"], p["chars_end"]), p["status"], p["parent"], p["credited"]) for p in result.passages
    ] == expected
    hops = [(c["article"], n, m, hop["outlet"]) for c in lines(tmp_path / "run/chains.jsonl") for n, chain in enumerate(c["chains"]) for m, hop in enumerate(chain["hops"])]
    assert [(h["article"], h["chain"], h["hop"], h["hop_outlet"]) for h in result.chains] == hops
    clusters = lines(tmp_path / "run/clusters.jsonl")
    assert [c["articles"] for c in result.clusters] == [c["articles"] for c in clusters]
    assert [(o["from"], o["to"], o["median_lag_seconds"]) for o in result.outlets] == [
        (o["from"], o["to"], o["median_lag_seconds"]) for o in lines(tmp_path / "run/outlets.jsonl")
    ]
    again = reprise.load_run(tmp_path / "run")
    for name in NAMES:
        assert len(getattr(again, name)) == len(getattr(result, name)), name
    assert list(again.passages)[0].keys() == list(result.passages)[0].keys()
    with pytest.raises(reprise.ExistsError):
        reprise.scan(SEED, tmp_path / "run")
    assert len(reprise.scan(SEED, tmp_path / "run", force=True).articles) == 6


def test_articles_from_memory_are_as_from_a_file(seed: list[dict[str, Any]]) -> None:
    from_file, from_memory = reprise.scan(SEED), reprise.scan(article for article in seed)
    for name in NAMES:
        assert list(getattr(from_memory, name)) == list(getattr(from_file, name)), name
    assert from_memory.output is None
    seed[0]["published"] = datetime(2023, 10, 5, 10, 41, 7, tzinfo=timezone.utc)
    assert list(reprise.scan(seed).passages) == list(from_file.passages)


def test_what_is_skipped_is_counted(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "body": "A text."}\n{"id": "b"}\nno json\n')
    result = reprise.scan(tmp_path / "in.jsonl", fields={"text": "body"}, threads=1, min_passage_words=9)
    assert result.summary["articles"] == 1 and result.summary["skipped"] == 2
    assert result.summary["skip_reasons"] == {"bad_json": 1, "missing_text": 1}


def test_wrong_arguments(tmp_path: Path) -> None:
    scan: Any = reprise.scan
    cases: list[tuple[dict[str, Any], str]] = [({"fieldz": 1}, "no option 'fieldz'"), ({"fields": {"body": "x"}}, "no option 'body'"), ({"threads": "1"}, "expected int")]
    for wrong, message in cases:
        with pytest.raises(TypeError, match=message):
            scan(SEED, **wrong)
    with pytest.raises(TypeError, match="expected paths or articles, found int"):
        scan([5])
    with pytest.raises(TypeError, match="found one article"):
        scan({"id": "a", "text": "b"})
    with pytest.raises(reprise.NotFoundError):
        reprise.scan(tmp_path / "nothing.jsonl")
    with pytest.raises(reprise.NotFoundError):
        reprise.load_run(tmp_path / "nothing")


def test_a_table_is_a_sequence_of_rows(news: reprise.ScanResult) -> None:
    table = news.passages
    assert len(table) > 50 and table[0] == next(iter(table)) and table[-1] == table[len(table) - 1]
    assert table[1:3] == [table[1], table[2]]
    assert tuple(table[0]) == table.columns
    assert set(table.column("status")) <= {"origin", "copied", "cited", "common_source", "version", "undecided"}
    with pytest.raises(IndexError):
        table[len(table)]
    with pytest.raises(KeyError):
        table.column("nothing")
    assert "passages" not in repr(table) and "family" in repr(table)


def test_pandas_reads_the_tables(news: reprise.ScanResult) -> None:
    pandas = pytest.importorskip("pandas")
    for name in NAMES:
        table = getattr(news, name)
        for frame in (pandas.DataFrame(table), table.to_pandas()):
            assert len(frame) == len(table)
            if len(table):
                assert list(frame.columns) == list(table.columns)
    frame = news.passages.to_pandas()
    assert str(frame["published_from"].dtype).startswith("datetime64") and "UTC" in str(frame["published_from"].dtype)
    uncredited = frame[(frame.status == "copied") & (frame.credited == False)]  # noqa: E712
    assert len(uncredited) == sum(row["status"] == "copied" and row["credited"] is False for row in news.passages)


def test_pyarrow_reads_the_tables(news: reprise.ScanResult) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for name in NAMES:
        table = getattr(news, name)
        read = pyarrow.table(table)
        read.validate(full=True)
        assert read.column_names == list(table.columns)
        assert read.to_pylist() == list(table), name
    kinds = {field.name: str(field.type) for field in pyarrow.table(news.chains).schema}
    assert kinds["hop_published_from"] == "timestamp[s, tz=UTC]" and kinds["share"] == "double" and kinds["hop"] == "int64"


def test_arrow_holds_the_memory(seed: list[dict[str, Any]]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    result = reprise.scan(seed)
    rows = list(result.passages)
    read = result.passages.to_arrow()
    one = read.column("status").chunk(0)
    stream = result.passages.__arrow_c_stream__()  # never read
    del result, stream
    gc.collect()
    assert read.to_pylist() == rows
    del read
    gc.collect()
    assert one.to_pylist() == [row["status"] for row in rows]
    assert pyarrow.RecordBatchReader.from_stream(reprise.scan(seed[:1]).clusters).read_all().num_rows == 0
