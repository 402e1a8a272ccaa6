"""A study on a Dask cluster that the test starts: equal results, and a killed worker costs none."""

import json
import os
import shutil
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from ceralyte.core.errors import CeralyteError, InputError
from ceralyte.study import Store, dask_crew, run, sbatch_script
from ceralyte.study.evaluate import Effort, Task

distributed = pytest.importorskip("distributed")

STUDY = """
name: a study
kind: sweep
recipe: {recipe}
vary:
  press.pressure: {{low: 100 MPa, high: 500 MPa}}
  membrane.thickness: {{low: 15 um, high: 40 um}}
budget: 60
"""


@pytest.fixture
def cluster(tmp_path):
    """A scheduler with its file, and two workers, as one starts them on a cluster."""
    file = tmp_path / "scheduler.json"
    place = ["--scheduler-file", str(file)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]
    options = ["--no-dashboard", *place]
    processes = [subprocess.Popen([*scheduler, *options], **quiet)]
    while not file.exists():
        assert processes[0].poll() is None
        time.sleep(0.1)
    processes += [subprocess.Popen([*worker, *options], **quiet) for _ in range(2)]
    yield file, processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def study(tmp_path, examples):
    """A study file."""
    file = tmp_path / "s.yaml"
    file.write_text(STUDY.format(recipe=examples / "lpscl-ptfe-dry.yaml"))
    return file


def _numbers(store):
    with Store(str(store), read_only=True) as opened:
        assert opened.check() == []
        return {p.number: (p.state, p.message, p.numbers) for p in opened.points(1)}


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_digits_though_a_worker_is_killed(
    cluster, study, tmp_path, monkeypatch
):
    monkeypatch.setattr(dask_crew, "_COUNT_EVERY", 0.0)  # the study is over in a second
    file, (_, first, _) = cluster
    sizes = []

    def kill_one(now):
        sizes.append(now.workers)
        if now.known >= 10 and now.workers == 2 and first.poll() is None:
            first.kill()

    run(study, store=tmp_path / "dask.sqlite", scheduler_file=file, progress=kill_one)
    assert first.wait() != 0
    assert {1, 2} <= set(sizes)
    run(study, store=tmp_path / "here.sqlite", workers=1)
    found = _numbers(tmp_path / "dask.sqlite")
    assert found == _numbers(tmp_path / "here.sqlite")
    assert len(found) == 61
    assert {state for state, _, _ in found.values()} == {"done"}


@pytest.mark.slow
def test_a_study_goes_on_when_its_scheduler_went_away(cluster, study, tmp_path):
    file, (scheduler, _, _) = cluster

    def kill_it(now):
        if now.known >= 5:
            scheduler.kill()

    with pytest.raises(CeralyteError, match="scheduler went away; run the study again"):
        run(study, store=tmp_path / "s.sqlite", scheduler_file=file, progress=kill_it)
    with Store(str(tmp_path / "s.sqlite")) as store:
        assert store.check() == []
        counts = store.counts(1)
        assert counts["done"] >= 5
        assert counts["running"] == 0
    run(study, store=tmp_path / "s.sqlite", workers=1)
    assert len(_numbers(tmp_path / "s.sqlite")) == 61


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="Slurm scripts are for bash")
def test_the_script_for_slurm_runs_the_study(study, tmp_path):
    """With an `srun` that starts one worker, here."""
    script = sbatch_script(study, store=str(tmp_path / "s.sqlite"), tasks=1)
    (tmp_path / "job.sh").write_text(script)
    srun = tmp_path / "bin" / "srun"
    srun.parent.mkdir()
    srun.write_text('#!/bin/sh\nexec "$@"\n')
    srun.chmod(0o755)
    job = {"SLURM_JOB_ID": "7", "PATH": f"{srun.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "job.sh"], env=os.environ | job, cwd=tmp_path, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(_numbers(tmp_path / "s.sqlite")) == 61
    assert (tmp_path / "s" / "study.html").exists()
    assert not (tmp_path / "scheduler-7.json").exists()


def test_what_a_dask_worker_cannot_do_is_told():
    with pytest.raises(CeralyteError, match=r"the study runs with 0\.0"):
        dask_crew.perform_apart(None, "0.0")
    task = Task("key", {}, ".", Effort())

    def outcome(error):
        future = SimpleNamespace(result=lambda: (_ for _ in ()).throw(error))
        return dask_crew._outcome(task, future)

    lost = distributed.KilledWorker("a task", SimpleNamespace(address="tcp://there:1"), 3)
    assert outcome(lost).message == "Dask workers died of it, the last was tcp://there:1"
    assert "cannot compute: No module named" in str(outcome(ImportError("No module named x")))


def test_schedulers_that_cannot_be_are_told(study, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_crew, "CONNECT", 1)
    file = tmp_path / "f.json"

    def started():
        run(study, store=tmp_path / "s.sqlite", scheduler_file=file)

    with pytest.raises(InputError, match=r"f\.json cannot be read: No such file"):
        started()
    file.write_text("{}")
    with pytest.raises(InputError, match=r"f\.json is none"):
        started()
    file.write_text(json.dumps({"address": "tcp://127.0.0.1:9"}))
    with pytest.raises(InputError, match=r"at tcp://127\.0\.0\.1:9 does not answer"):
        started()
    with pytest.raises(InputError, match="are both given"):
        run(study, store=tmp_path / "s.sqlite", scheduler_file=file, workers=2)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match="needs Dask"):
        started()
