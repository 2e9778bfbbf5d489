from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import reprise

Articles = list[dict[str, Any]]

WORDS = "harbour council ferry market bridge winter budget engine river school tunnel garden signal copper island letter".split()


def made(count: int, words: int = 400) -> Articles:
    """Articles that share paragraphs with each other."""
    out = []
    for n in range(count):
        text = " ".join(f"{WORDS[(n * 7 + w * 5) % 16]}{(w // 60 + n // 3) % 97}" for w in range(words))
        out.append({"id": f"a{n:05}", "outlet": f"Paper {n % 9}", "published": f"2024-01-{n % 28 + 1:02}T08:00Z", "text": text})
    return out


def test_threads_share_an_index(index: reprise.Index) -> None:
    articles = made(120)

    def work(part: int) -> int:
        for article in articles[part::4]:
            index.add(**article)
            index.query(**{**article, "id": "asked"})
            assert index.get(article["id"]).article.text == article["text"]
        return len(list(index.ids()))

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(work, range(4))) == 120
    assert len(index) == 120


def test_the_gil_is_free_while_the_library_works(tmp_path: Path) -> None:
    """While one thread scans, another goes on: it counts."""
    counted, done = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    started = time.perf_counter()
    with reprise.Index.open(tmp_path / "index", durability="on_flush") as index:
        index.add_many(made(300), batch=300)
    took = time.perf_counter() - started
    done.set()
    counter.join()
    assert counted > took * 1000 / 20, f"{counted} counts in {took:.2f} s"


def test_after_close_calls_are_refused(index: reprise.Index, seed: Articles) -> None:
    index.add(**seed[0])
    assert not index.closed
    index.close()
    index.close()
    assert index.closed and "(closed)" in repr(index)
    for call in (lambda: index.add(**seed[1]), index.stats, index.settle, index.flush, lambda: seed[0]["id"] in index, lambda: list(index.changes())):
        with pytest.raises(reprise.ClosedError, match="the index is closed"):
            call()
    with reprise.Index.open(index.directory) as again:  # the lock was given back
        assert list(again) == [seed[0]["id"]]


def test_close_waits_for_the_calls_that_are_inside(index: reprise.Index) -> None:
    articles = made(400)
    added: list[str] = []
    refused = threading.Event()

    def work(part: int) -> None:
        try:
            for article in articles[part::3]:
                index.add(**article)
                added.append(article["id"])
        except reprise.ClosedError:
            refused.set()

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(work, part) for part in range(3)]
        while len(added) < 20:
            time.sleep(0.001)
        index.close()
        for future in running:
            future.result()
    assert refused.is_set()
    with reprise.Index.open(index.directory) as again:
        assert sorted(again) == sorted(added), "what was answered is there, and nothing else"


def test_an_exception_of_the_progress_function_stops_the_call(tmp_path: Path) -> None:
    def tell(progress: reprise.Progress) -> None:
        raise KeyError(progress.stage)

    with pytest.raises(KeyError):
        reprise.scan(made(50), tmp_path / "run", progress=tell)


def test_an_index_is_not_closed_from_inside_its_own_call(index: reprise.Index) -> None:
    index.add_many(made(30))
    with pytest.raises(RuntimeError, match="progress function"):
        index.settle(progress=lambda progress: index.close())
    assert not index.closed and len(index) == 30
    index.settle()


def test_ctrl_c_stops_a_scan(tmp_path: Path) -> None:
    program = """
import sys, reprise
sys.path.insert(0, sys.argv[1])
from test_threads import made
articles = made(6000, 600)
print("ready", flush=True)
try:
    reprise.scan(articles, sys.argv[2], threads=1, progress=lambda p: print(p.stage, flush=True))
except KeyboardInterrupt:
    print("stopped")
"""
    output = tmp_path / "run"
    with subprocess.Popen([sys.executable, "-c", program, str(Path(__file__).parent), str(output)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert process.stdout.readline() != ""  # it is at work
        os.kill(process.pid, signal.SIGINT)
        rest = process.stdout.read()
    assert rest.endswith("stopped\n") and process.returncode == 0
    assert not output.exists()


def test_an_index_that_nobody_closes_is_closed_at_the_end(tmp_path: Path) -> None:
    program = "import sys, reprise\nkept = reprise.Index.open(sys.argv[1])\nkept.add(id='a', text='Some text.')\n"
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "index")], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with reprise.Index.open(tmp_path / "index") as index:
        assert list(index) == ["a"]
