"""A worker process: runs the command of one job, then makes what the page draws of it.

Run as ``python -m ceralyte.app.jobs.worker FOLDER``. Progress goes to stdout, one JSON document per
line; how it ended into `outcome.json`. It ends when its stdin closes, with all that it started, so
that no job outlives a server that was killed.
"""

import json
import os
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

from ceralyte.app.places import COMMAND
from ceralyte.core.errors import CeralyteError
from ceralyte.core.files import written_whole

OUTCOME, RESULT = "outcome.json", "result.json"
LOG, TALK = "command.log", "worker.log"
"""What the command and its worker say: no upload has this suffix."""
_RUN = "from ceralyte.cli.main import run; run()"
_PROGRESS = "CERALYTE_PROGRESS"
_ERROR = "error: "
_SHARE_OF_COMMAND = 0.95
_INTERNAL = f"ceralyte failed in a way that it should not; {LOG} in the folder of the job says how"


class CommandError(CeralyteError):
    """The command ended without a result."""


def main() -> None:
    """Run the job in the folder that the arguments name."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's business
    folder = Path(sys.argv[1]).resolve()
    os.chdir(folder)
    Thread(target=_end_with_server, daemon=True).start()
    told, sys.stdout = sys.stdout, sys.stderr  # a stray print must not look like progress

    def tell(stage: str, share: float) -> None:
        try:
            told.write(json.dumps({"stage": stage, "share": share}) + "\n")
            told.flush()
        except BrokenPipeError:
            _end()  # the server is gone; the next one begins the job anew

    outcome = _outcome(folder, tell)
    with written_whole(folder / OUTCOME) as place:
        place.write_text(json.dumps(outcome), encoding="utf-8")


def _outcome(folder: Path, tell: Any) -> dict[str, Any]:
    """Run the job; return its summary, or why there is none."""
    job = json.loads((folder / COMMAND).read_text(encoding="utf-8"))
    try:
        tell("starting", 0.0)
        result = run_command(job["arguments"], folder, tell)
        tell("drawing", _SHARE_OF_COMMAND)
        from ceralyte.app.jobs.finishing import finish

        return {"summary": finish(job, folder, result)}
    except CeralyteError as error:
        return {"error": {"message": plain_message(str(error), folder)}}
    except Exception:  # noqa: BLE001  # whatever it is, the server must hear that it was
        import traceback

        with (folder / LOG).open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        return {"error": {"message": _INTERNAL}}


def run_command(arguments: list[str], folder: Path, tell: Any) -> Any:
    """Run `ceralyte` with these arguments; return the JSON document that it prints.

    Raises
    ------
    CommandError
        It printed none; the message is its own.
    """
    (folder / "results").mkdir(exist_ok=True)
    document = folder / "results" / RESULT
    unfinished = document.with_suffix(".part")
    talk: deque[str] = deque(maxlen=200)
    with unfinished.open("wb") as out, (folder / LOG).open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _RUN, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=os.environ | {_PROGRESS: "lines"},
        )
        assert process.stderr is not None  # it is a pipe
        for line in process.stderr:
            word, _, rest = line.partition(" ")
            if word == _PROGRESS:
                share, _, stage = rest.strip().partition(" ")
                told = "writing the results" if float(share) == 1.0 else stage
                tell(told, _SHARE_OF_COMMAND * float(share))
            else:
                talk.append(line)
                log.write(line)
        code = process.wait()
    if code in (0, 1):
        try:
            result = json.loads(unfinished.read_text(encoding="utf-8"))
            unfinished.replace(document)
            return result
        except json.JSONDecodeError:
            pass  # nothing printed: the talk says why
    unfinished.unlink()
    raise CommandError(_told("".join(talk), code))


def _told(talk: str, code: int) -> str:
    """What a command said before it ended."""
    at = talk.rfind(f"\n{_ERROR}") + 1
    if talk.startswith(_ERROR, at):
        return talk[at:].removeprefix(_ERROR).strip()
    if code == -signal.SIGKILL:
        return "it was killed, as the system does when memory runs out"
    if code == 2 and talk.strip():
        return talk.strip().splitlines()[-1].strip("│ ")
    return _INTERNAL


def plain_message(text: str, folder: Path) -> str:
    """Return a message without the folders of this machine."""
    return text.replace(f"{folder}{os.sep}", "").replace(str(folder), "its folder")


def _end_with_server() -> None:
    """Wait for the server's end, which closes stdin; then end too."""
    while os.read(sys.stdin.fileno(), 1):  # not through the buffer, whose lock outlives the thread
        pass
    _end()


def _end() -> NoReturn:
    """End everything that this worker started, and itself."""
    if os.name == "posix":
        os.killpg(os.getpgid(0), signal.SIGKILL)  # the server made it the leader of a group
    import psutil

    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(1)


if __name__ == "__main__":
    main()
