from __future__ import annotations

import pickle
import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import reprise
from conftest import PROJECT
from reprise._given import Time

UTC = timezone.utc
MOMENT = datetime(2023, 10, 7, 9, 12, tzinfo=UTC)


def published(index: reprise.Index, given: Time) -> reprise.Interval | None:
    return index.query(id="a", text="Some text of an article.", published=given).published


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (MOMENT, (MOMENT, MOMENT)),
        (datetime(2023, 10, 7, 12, 42, tzinfo=timezone(timedelta(hours=3, minutes=30))), (MOMENT, MOMENT)),
        (MOMENT.replace(microsecond=999999), (MOMENT, MOMENT)),
        (MOMENT.replace(tzinfo=None), (MOMENT - timedelta(hours=14), MOMENT + timedelta(hours=14))),
        (date(2023, 10, 7), (datetime(2023, 10, 7, tzinfo=UTC), datetime(2023, 10, 7, 23, 59, 59, tzinfo=UTC))),
        ("2023-10-07T09:12Z", (MOMENT, MOMENT + timedelta(seconds=59))),
        ("Sat, 07 Oct 2023 09:12:00 GMT", (MOMENT, MOMENT)),
        (None, None),
        ("", None),
    ],
)
def test_times(index: reprise.Index, given: Time, expected: tuple[datetime, datetime] | None) -> None:
    found = published(index, given)
    assert found == expected
    if found is not None:
        assert isinstance(found, reprise.Interval) and found.start.tzinfo is not None


def test_a_time_without_a_zone_is_read_in_the_zone_of_the_index(tmp_path: Path) -> None:
    with reprise.Index.open(tmp_path / "index", timezone="+03:30") as index:
        assert published(index, datetime(2023, 10, 7, 12, 42)) == (MOMENT, MOMENT)
        assert published(index, MOMENT) == (MOMENT, MOMENT)


def test_fetched_bounds_a_time(index: reprise.Index) -> None:
    index.add(id="a", text="Some text of an article.", fetched=MOMENT)
    assert index.get("a").article.fetched == MOMENT


def test_wrong_types(index: reprise.Index, tmp_path: Path) -> None:
    add: Any = index.add
    with pytest.raises(TypeError, match="text: expected str, found bytes"):
        add(id="a", text=b"bytes")
    with pytest.raises(TypeError, match="published: expected a datetime"):
        add(id="a", text="Text.", published=5.5)
    with pytest.raises(TypeError):
        add(id="a")
    with pytest.raises(TypeError, match="there is no 'body' in an article"):
        index.add_many([{"id": "a", "text": "Text.", "body": ""}])
    with pytest.raises(TypeError, match="needs 'text'"):
        index.add_many([{"id": "a"}])
    with pytest.raises(TypeError, match="as a mapping, found str"):
        many: Any = ["a"]
        index.add_many(many)
    open_index: Any = reprise.Index.open
    with pytest.raises(TypeError, match="there is no option 'thread'"):
        open_index(tmp_path / "other", thread=2)
    with pytest.raises(TypeError, match="threads: expected int, found str"):
        open_index(tmp_path / "other", threads="2")
    with pytest.raises(ValueError, match="threads: expected 0 to"):
        open_index(tmp_path / "other", threads=-1)
    with pytest.raises(reprise.BadArgumentError, match="durability"):
        open_index(tmp_path / "other", durability="never")
    assert len(index) == 0 and not (tmp_path / "other").exists()


def test_errors_have_code_name_and_where(index: reprise.Index, tmp_path: Path) -> None:
    with pytest.raises(reprise.NotFoundError) as not_found:
        index.get("nobody")
    assert (not_found.value.code, not_found.value.name, not_found.value.where) == (2, "not_found", "nobody")
    index.add(id="a", text="Text.")
    with pytest.raises(reprise.ExistsError):
        index.add(id="a", text="Text.")
    with pytest.raises(reprise.BadArgumentError):
        index.add(id="b", text="")
    with pytest.raises(ValueError, match="[0-9a-z]"):
        index.add(id="b", text="Text.", published="the day before yesterday")
    with pytest.raises(reprise.NotFoundError):
        reprise.Index.open(tmp_path / "none", create=False)
    with pytest.raises(reprise.ExistsError):
        reprise.Index.create(index.directory)
    (tmp_path / "file").write_text("no index")
    with pytest.raises(reprise.BadIndexError):
        reprise.Index.open(tmp_path)
    again = pickle.loads(pickle.dumps(not_found.value))
    assert type(again) is reprise.NotFoundError and again.where == "nobody" and str(again) == str(not_found.value)


def test_the_codes_are_those_of_the_library() -> None:
    header = (PROJECT / "include/reprise/result.hpp").read_text()
    listed = {name: int(code) for name, code in re.findall(r"^  (\w+) = (\d+),", header, re.MULTILINE)}
    kinds = [kind for kind in vars(reprise).values() if isinstance(kind, type) and issubclass(kind, reprise.Error)]
    ours = {kind.name: kind.code for kind in kinds if kind is not reprise.Error and kind is not reprise.ClosedError}
    assert ours == {name: code for name, code in listed.items() if name != "ok"}


def test_the_version_is_the_projects() -> None:
    from importlib.metadata import version

    stated = re.search(r"project\(reprise VERSION ([0-9.]+)", (PROJECT / "CMakeLists.txt").read_text())
    assert stated is not None and reprise.__version__ == stated[1] == version("reprise")
