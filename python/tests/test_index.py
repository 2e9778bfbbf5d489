from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest

import reprise
from conftest import articles_of

Articles = list[dict[str, Any]]


def test_a_passage_has_its_parent_its_origin_and_its_chain(index: reprise.Index, by_id: dict[str, dict[str, Any]]) -> None:
    for name in ("seed-tass", "seed-fars"):
        verdict = index.add(**by_id[name])
    text = by_id["seed-fars"]["text"]
    assert verdict.outlet == "Fars" and verdict.outlet_as_given == "Fars News Agency"
    assert {p.parent_outlet for p in verdict.passages} == {"TASS"}
    for passage in verdict.passages:
        assert passage.status == "copied"
        assert passage.parent == "seed-tass" and passage.parent_observed is True
        assert passage.origin.outlet == "TASS" and passage.origin.article == "seed-tass" and passage.origin.observed
        assert 0 < passage.confidence <= 1 and 0 < passage.identity <= 1
        assert passage.credited is True
        assert [hop.outlet for hop in passage.chain] == ["TASS", "Fars"]
        assert passage.evidence.time is not None and "after the parent" in passage.evidence.time
        assert text[slice(*passage.chars)] == text.encode()[slice(*passage.span)].decode()
    assert [(s.outlet, s.article, s.credited) for s in verdict.sources] == [("TASS", "seed-tass", True)]
    assert verdict.original_share < 1
    assert verdict.cluster is None and verdict.near_duplicate_of is None and verdict.near_duplicates == ()


def test_the_same_object_is_given_twice_and_outlives_its_owner(index: reprise.Index, by_id: dict[str, dict[str, Any]]) -> None:
    index.add(**by_id["seed-tass"])
    verdict = index.add(**by_id["seed-fars"])
    passage = verdict.passages[0]
    assert verdict.passages[0] is passage
    hop = verdict.passages[0].chain[0]
    del verdict, passage
    gc.collect()
    assert hop.outlet == "TASS" and hop.relation is None
    with pytest.raises(AttributeError):
        hop.outlet = "AFP"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["news/fa.jsonl", "news/zh.jsonl", "news/ru.jsonl"])
def test_chars_count_code_points(index: reprise.Index, name: str) -> None:
    """Behind emoji (beyond the BMP), in Persian, Chinese and Russian: chars cuts a str as span cuts its bytes."""
    found = 0
    for article in articles_of(name):
        article["text"] = "🗞️🎉 𝔫𝔢𝔴𝔰\n\n" + article["text"]
        verdict = index.add(**article)
        assert index.text(article["id"]) == article["text"]
        places = [(p.chars, p.span) for p in verdict.passages] + [(a.chars, a.span) for a in verdict.attributions]
        for chars, span in places:
            assert article["text"][slice(*chars)] == article["text"].encode()[slice(*span)].decode()
            assert chars[0] < span[0] or chars[0] == 0
            found += 1
        for attribution in verdict.attributions:
            assert article["text"][slice(*attribution.chars)] == attribution.text
    assert found >= 5


def test_dicts_are_what_json_says(index: reprise.Index, seed: Articles) -> None:
    for article in seed:
        verdict = index.add(**article)
    whole = verdict.to_dict()
    assert whole == json.loads(verdict.to_json())
    assert whole["published"] == {"from": "2023-10-07T06:12:25Z", "to": "2023-10-07T06:12:25Z"}
    for passage, given in zip(verdict.passages, whole["passages"]):
        parts = passage.to_dict()
        assert {key: parts[key] for key in given} == given
        assert json.loads(passage.to_json()) == parts
    for name in ("sources", "chains", "attributions"):
        assert [part.to_dict() for part in getattr(verdict, name)] == whole[name]
    for record in (index.stats(), index.get("seed-fars"), index.family(verdict.passages[0].family), *index.changes()):
        assert record.to_dict() == json.loads(record.to_json())
        assert repr(record).startswith(type(record).__name__ + "(")
    assert index.chain("seed-jpost")[0].to_dict() == whole["chains"][0]


def test_unknown_is_none(index: reprise.Index) -> None:
    verdict = index.add(id="a", text="A short text that nobody else has.")
    assert (verdict.outlet, verdict.published, verdict.title, verdict.url) == (None, None, None, None)
    assert verdict.passages == () and verdict.original_share == 1
    stored = index.get("a")
    assert stored.article.outlet is None and stored.article.fetched is None and stored.article.published is None
    assert stored.added is not None and stored.added.tzinfo is not None
    assert verdict.to_dict()["outlet"] is None


def test_many_are_as_one_by_one(tmp_path: Path, seed: Articles) -> None:
    with reprise.Index.open(tmp_path / "one") as index:
        one = [index.add(**article).to_dict() for article in seed]
    with reprise.Index.open(tmp_path / "many") as index:
        many = index.add_many(article for article in seed)
        assert [answer.to_dict() for answer in many if isinstance(answer, reprise.Verdict)] == one
        again = index.add_many(seed[:2] + [{"id": "new", "text": "Something else."}])
    assert isinstance(again[0], reprise.ExistsError) and isinstance(again[1], reprise.ExistsError)
    assert isinstance(again[2], reprise.Verdict)


def test_an_iterator_takes_only_the_batch_that_it_needs(index: reprise.Index, seed: Articles) -> None:
    taken: list[str] = []

    def source() -> Any:
        for article in seed:
            taken.append(article["id"])
            yield article

    answers = index.add_iter(source(), batch=2)
    assert taken == []
    next(answers)
    assert len(taken) == 2 and len(index) == 2
    assert len(list(answers)) == len(seed) - 1
    assert len(index) == len(seed)
    with pytest.raises(ValueError, match="batch"):
        index.add_iter([], batch=0)


def test_query_stores_nothing(index: reprise.Index, by_id: dict[str, dict[str, Any]]) -> None:
    index.add_many(article for name, article in by_id.items() if name not in ("seed-fars", "seed-jpost"))
    asked = index.query(**by_id["seed-fars"])
    assert "seed-fars" not in index
    assert asked.to_dict() == index.add(**by_id["seed-fars"]).to_dict()


def test_replace_keeps_the_version_before(index: reprise.Index, by_id: dict[str, dict[str, Any]]) -> None:
    index.add(**by_id["seed-tass"])
    corrected = {**by_id["seed-tass"], "text": by_id["seed-tass"]["text"] + "\n\nCorrected."}
    index.replace(**corrected)
    stored = index.get("seed-tass")
    assert stored.version == 2 and stored.article.text == corrected["text"]
    assert [(v.version, v.article.text) for v in stored.earlier] == [(1, by_id["seed-tass"]["text"])]
    assert stored.earlier[0].replaced is not None
    with pytest.raises(reprise.NotFoundError):
        index.replace(id="nobody", text="Text.")


def test_a_late_arrival_is_a_change(index: reprise.Index, by_id: dict[str, dict[str, Any]]) -> None:
    index.add(**by_id["seed-fars"])
    assert list(index.changes()) == []
    index.add(**by_id["seed-tass"])
    changes = list(index.changes(since=0))
    assert changes and {change.article for change in changes} == {"seed-fars"} and {change.cause for change in changes} == {"seed-tass"}
    now = [change.now for change in changes if change.now is not None]
    assert now and all(side.parent_outlet == "TASS" for side in now)
    assert list(index.changes(since=changes[-1].sequence)) == []
    with pytest.raises(ValueError, match="since"):
        index.changes(-1)


def test_changes_go_over_all_pages(index: reprise.Index, by_id: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    index.add(**by_id["seed-fars"])
    index.add(**by_id["seed-tass"])
    index.settle()
    whole = [change.to_dict() for change in index.changes()]
    monkeypatch.setattr("reprise._index._PAGE", 1)
    assert [change.to_dict() for change in index.changes()] == whole and len(whole) > 1


def test_it_is_a_container(index: reprise.Index, seed: Articles) -> None:
    index.add_many(seed)
    ids = sorted(article["id"] for article in seed)
    assert list(index.ids()) == list(index) == ids
    assert len(index) == len(seed) == index.stats().articles
    assert "seed-tass" in index and "nobody" not in index and 5 not in index
    index.remove("seed-tass")
    assert "seed-tass" not in index and len(index) == len(seed) - 1


def test_upkeep(index: reprise.Index, seed: Articles) -> None:
    index.add_many(seed)
    assert not index.stats().settled
    told: list[reprise.Progress] = []
    index.settle(progress=told.append)
    assert index.stats().settled
    assert told and all(isinstance(progress.stage, str) for progress in told)
    before = index.get("seed-jpost").verdict.to_dict()
    index.remove("seed-ria")
    index.compact()
    index.rebuild()
    index.flush()
    report = index.verify()
    assert report.problems == () and report.files > 0 and report.articles == len(seed) - 1
    assert index.get("seed-jpost").verdict.to_dict() == before


def test_a_settled_index_has_the_tables_of_a_scan(index: reprise.Index, seed: Articles) -> None:
    index.add_many(seed)
    index.settle()
    scanned, run = reprise.scan(seed), index.run()
    for name in ("articles", "passages", "families", "clusters", "chains", "outlets"):
        assert list(getattr(run, name)) == list(getattr(scanned, name)), name


def test_a_family_names_all_that_hold_it(index: reprise.Index, seed: Articles) -> None:
    index.add_many(seed)
    passage = index.get("seed-fars").verdict.passages[1]
    family = index.family(passage.family)
    assert [o.article for o in family.occurrences][:2] == ["seed-tass", "seed-fars"]
    assert family.occurrences[0].status == "origin" and family.occurrences[0].credited is None
    assert family.origin.article == "seed-tass"
    with pytest.raises(reprise.NotFoundError) as caught:
        index.family("f-none")
    assert caught.value.where == "f-none"


def test_a_run_is_imported(tmp_path: Path, seed: Articles) -> None:
    scanned = reprise.scan(seed, tmp_path / "run")
    with reprise.Index.import_run(tmp_path / "index", tmp_path / "run") as index:
        assert index.stats().settled and len(index) == len(seed)
        assert list(index.run().passages) == list(scanned.passages)


def test_a_process_reads_beside_the_writer(tmp_path: Path, index: reprise.Index, seed: Articles) -> None:
    with reprise.Index.open(index.directory, read_only=True) as reader:
        index.add(**seed[0])
        assert list(reader) == [seed[0]["id"]]
        with pytest.raises(reprise.ReadOnlyError):
            reader.add(**seed[1])
    with pytest.raises(reprise.LockedError):
        reprise.Index.open(index.directory)


def test_half_a_surrogate_is_refused_and_hinders_nothing(index: reprise.Index) -> None:
    text = "The ferry to the outer islands runs again from Monday, the harbour master said."
    answers = index.add_many([{"id": "1", "text": text}, {"id": "2", "text": text + "\udcff"}, {"id": "3", "text": text}])
    assert [type(answer).__name__ for answer in answers] == ["Verdict", "BadInputError", "Verdict"]
    assert "'2'" in str(answers[1]) and "surrogate" in str(answers[1])
    for call in (index.add, index.query, index.replace):
        with pytest.raises(reprise.BadInputError):
            call(id="2", text=text, title="\ud800")
    assert sorted(index) == ["1", "3"]
