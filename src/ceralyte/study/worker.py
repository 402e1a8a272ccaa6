"""A worker process: reads tasks, one JSON line each, from stdin and answers on stdout.

Run as ``python -m ceralyte.study.worker``. It ends when its stdin closes, even in the middle of a
task, so that no worker outlives a coordinator that was killed.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from queue import Queue
from threading import Thread
from typing import TextIO


def main() -> None:
    """Answer tasks until stdin closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's business
    answers, sys.stdout = sys.stdout, sys.stderr  # a stray print must not look like an answer
    tasks: Queue[str] = Queue()
    Thread(target=_read, args=(tasks,), daemon=True).start()
    from ceralyte.core import compiling
    from ceralyte.study.evaluate import COMPILING, COMPILING_FROM, Task, perform

    with compiling.told(lambda _: _write(answers, COMPILING), COMPILING_FROM):
        while True:
            answer = perform(Task.from_json(tasks.get()))
            _write(answers, json.dumps(asdict(answer)))


def _read(tasks: Queue[str]) -> None:
    for line in sys.stdin:
        tasks.put(line)
    os._exit(0)


def _write(answers: TextIO, line: str) -> None:
    try:
        answers.write(line + "\n")
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
