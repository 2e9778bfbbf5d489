"""The types: what the stub of the compiled part promises is there, and a program that uses the package passes `mypy --strict`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import reprise
from reprise import _reprise

PACKAGE = Path(reprise.__file__).parent

PROGRAM = '''
from __future__ import annotations
from datetime import datetime
from typing import Literal
from typing_extensions import assert_type
import reprise

with reprise.Index.open("x", durability="per_call", threads=2) as index:
    verdict = index.add(id="a", text="b", published=datetime(2024, 1, 1))
    assert_type(verdict.passages, tuple[reprise.Passage, ...])
    for passage in verdict.passages:
        assert_type(passage.parent_outlet, str | None)
        assert_type(passage.chars, tuple[int, int])
        if passage.status == "copied":
            print(passage.origin.outlet)
    for answer in index.add_iter([{"id": "c", "text": "d"}]):
        if isinstance(answer, reprise.Error):
            print(answer.code, answer.where)
        else:
            assert_type(answer, reprise.Verdict)
    if verdict.published is not None:
        assert_type(verdict.published.start, datetime)
    assert_type([change.now for change in index.changes()], list[reprise._reprise.Holding | None])
result = reprise.scan("articles.jsonl", "run", min_passage_words=9)
assert_type(result.passages[0]["family"] is None, bool)
'''

WRONG = '''
import reprise
index = reprise.Index.open("x", durability="never")
index.add(id="a")
if index.get("a").verdict.passages[0].status == "stolen":
    pass
'''


def test_the_stub_says_what_is_there() -> None:
    tree = ast.parse((PACKAGE / "_reprise.pyi").read_text())
    stated = {node.name: {item.name for item in node.body if isinstance(item, ast.FunctionDef)} for node in tree.body if isinstance(node, ast.ClassDef)}
    records = stated.pop("_Record")
    for name, members in stated.items():
        kind = getattr(_reprise, name)
        there = {member for member in vars(kind) if not member.startswith("_")}
        wanted = members if name in ("Index", "Columns") else members | records
        assert there == {member for member in wanted if not member.startswith("_")}, name
        if name not in ("Index", "Columns"):
            assert kind.__module__ == "reprise" and kind.__doc__, name
            assert all(vars(kind)[member].__doc__ for member in there), name
    assert {name for name, value in vars(_reprise).items() if isinstance(value, type)} == set(stated)


def test_everything_public_has_words_of_help() -> None:
    assert (PACKAGE / "py.typed").exists()
    for name in reprise.__all__:
        value = getattr(reprise, name)
        if isinstance(value, type) or name in ("scan", "load_run"):
            assert value.__doc__, name
    for name, member in vars(reprise.Index).items():
        if not name.startswith("_"):
            assert getattr(reprise.Index, name).__doc__, name


def mypy(program: str, tmp_path: Path, cache: Path) -> tuple[int, str]:
    pytest.importorskip("mypy")
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), "program.py"], cwd=tmp_path, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


def test_a_program_passes_mypy_strict(tmp_path: Path, cache: Path) -> None:
    assert mypy(PROGRAM, tmp_path, cache) == (0, "Success: no issues found in 1 source file\n")


def test_a_wrong_program_does_not(tmp_path: Path, cache: Path) -> None:
    code, said = mypy(WRONG, tmp_path, cache)
    assert code == 1
    assert 'Literal[\'grouped\', \'per_call\', \'on_flush\']' in said.replace('"', "'") and 'Missing named argument "text"' in said and "overlap" in said
