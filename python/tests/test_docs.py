"""The examples of README.md and docs/python.md run, in their order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT


def examples(file: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", (PROJECT / file).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("file", ["README.md", "docs/python.md"])
def test_the_examples_run(file: str, tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(PROJECT / "fixtures")
    blocks = examples(file)
    assert blocks
    for missing in ("pandas", "pyarrow"):
        try:
            __import__(missing)
        except ImportError:
            blocks = [block for block in blocks if missing not in block]
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "copied TASS" in done.stdout


def test_the_documents_name_what_is_there() -> None:
    import reprise

    text = (PROJECT / "docs/python.md").read_text(encoding="utf-8")
    errors = {name for name in reprise.__all__ if name.endswith("Error") and name != "Error"}
    assert errors <= set(re.findall(r"`(\w+Error)`", text))
    run = reprise.scan(PROJECT / "fixtures/seed/seed.jsonl")
    assert all(f"`{name}`" in text for name, value in vars(run).items() if isinstance(value, reprise.Table))
