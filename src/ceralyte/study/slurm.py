"""A batch script for Slurm that runs a study on a Dask cluster of its own."""

import re
import sys
from pathlib import Path
from shlex import quote

from ceralyte.core.errors import InputError
from ceralyte.study.connecting import database_url, is_url

MOST_TASKS = 10_000
_TIME = re.compile(r"(\d+-)?\d+(:\d+){0,2}", re.ASCII)
_MEMORY = re.compile(r"\d+[KMGT]?", re.ASCII)

_SCRIPT = """\
#!/bin/bash
#SBATCH --job-name=ceralyte-study
#SBATCH --ntasks={tasks}
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu={memory}
#SBATCH --time={time}
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
# One task is one worker. Add --partition and --account as your site wants them, then: sbatch FILE
# Sent again, or sent back to the queue, it goes on where it stopped.
set -eu
export PATH={path}:"$PATH"
scheduler={folder}/scheduler-"$SLURM_JOB_ID".json

dask scheduler --port 0 --no-dashboard --scheduler-file "$scheduler" &
scheduling=$!
until [ -s "$scheduler" ]; do sleep 1; done
srun dask worker --scheduler-file "$scheduler" --nthreads 1 --no-nanny --no-dashboard \\
    --local-directory "${{TMPDIR:-/tmp}}" --death-timeout 300 &
computing=$!

# The coordinator writes the store; it stops in time before the job is ended.
ceralyte study run {study} --store {store} --scheduler-file "$scheduler" --out {out} &
coordinator=$!
stopped=false
trap 'stopped=true; kill -TERM "$coordinator"' TERM
wait "$coordinator" && code=0 || code=$?
if $stopped; then wait "$coordinator" && code=0 || code=$?; fi
# Workers first: one whose scheduler went away waits for it.
kill "$computing" 2> /dev/null || true
for _ in {{1..20}}; do kill -0 "$computing" 2> /dev/null && sleep 0.5; done
kill -KILL "$computing" "$scheduling" 2> /dev/null || true
rm -f "$scheduler"
exit "$code"
"""


def sbatch_script(
    study: Path, *, store: str, tasks: int = 64, time: str = "24:00:00", memory: str = "4G"
) -> str:
    """Return a script that `sbatch` takes: scheduler, workers and coordinator in one job.

    Parameters
    ----------
    study : Path
        Study file, on a disk that all nodes share.
    store : str
        SQLite file or database URL. Scheduler and coordinator run on the first node of the job:
        while they do, other machines should not open an SQLite file.
    tasks : int
        Workers, each with one core.
    time, memory : str
        As Slurm writes them: of the job, and of each worker.

    Raises
    ------
    InputError
        A number of tasks, a time or a memory that cannot be; a password, which would stand in the
        script.
    """
    if not 1 <= tasks <= MOST_TASKS:
        raise InputError("--tasks", f"got {tasks}", f"1 to {MOST_TASKS}")
    if not _TIME.fullmatch(time):
        raise InputError("--time", f"got {time!r}", "minutes, hours:minutes:seconds or days-hours")
    if not _MEMORY.fullmatch(memory):
        raise InputError("--memory", f"got {memory!r}", "a whole number and K, M, G or T, as 4G")
    if is_url(store) and database_url(store).password is not None:
        remedy = "the URL without it, and the password in ~/.pgpass"
        raise InputError("--store", "has a password, which would stand in the script", remedy)
    study = study.resolve()
    return _SCRIPT.format(
        tasks=tasks,
        memory=memory,
        time=time,
        path=quote(str(Path(sys.executable).parent)),
        folder=quote(str(study.parent)),
        study=quote(str(study)),
        store=quote(store if is_url(store) else str(Path(store).resolve())),
        out=quote(str(study.with_suffix(""))),
    )
