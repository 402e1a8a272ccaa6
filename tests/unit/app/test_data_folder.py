"""The data folder: nothing of the user's is deleted, and one server at a time."""

import errno
import os

import pytest

from ceralyte.app import serve
from ceralyte.app.jobs.store import JobStore
from ceralyte.app.jobs.worker import LOG, TALK
from ceralyte.app.places import COMMAND, Places
from ceralyte.app.serve import _held, _listening
from ceralyte.app.settings import Settings
from ceralyte.app.uploads import SUFFIXES
from ceralyte.core.errors import InputError

ID, OTHER = "0123456789abcdef", "fedcba9876543210"


def names_in(folder):
    return sorted(f.name for f in folder.iterdir())


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path, page_of):
    (tmp_path / "temporary").mkdir()
    (tmp_path / "temporary" / "thesis.tex").touch()
    with pytest.raises(InputError, match="holds other things"), _held(Places(tmp_path)):
        pass
    with pytest.raises(InputError, match="holds other things"):
        page_of(tmp_path)
    assert names_in(tmp_path) == ["temporary"]
    assert names_in(tmp_path / "temporary") == ["thesis.tex"]


def test_only_folders_of_jobs_are_taken_away(tmp_path, page_of):
    places = Places(tmp_path)
    places.make()
    JobStore(places.queue).close()
    (places.jobs / "mine").mkdir()
    (places.jobs / "note.txt").touch()
    places.job(OTHER).mkdir()
    places.job(ID).mkdir()
    (places.job(ID) / COMMAND).touch()
    with page_of(tmp_path):
        pass
    assert names_in(places.jobs) == [OTHER, "mine", "note.txt"]


def test_jobs_whose_queue_is_lost_are_set_aside(tmp_path, page_of):
    with page_of(tmp_path) as page:
        job = page.give()
        page.until(job, "done")
    for file in tmp_path.glob("jobs.sqlite*"):
        file.unlink()
    with page_of(tmp_path) as page:
        assert page.get("/api/jobs").json() == []
    assert (tmp_path / "set-aside" / job / "outcome.json").is_file()


def test_one_server_holds_a_folder_whatever_its_file_says(tmp_path):
    places = Places(tmp_path / "data")
    places.make()
    places.holder.write_text('{"host": "elsewhere", "pid": 1')
    with _held(places):
        with pytest.raises(InputError, match=r"used by another server, server\.json"):
            _held(places).__enter__()
        assert str(os.getpid()) in places.holder.read_text()
    with _held(places):
        pass


def test_a_disk_without_locks_is_told(tmp_path, monkeypatch):
    def fail(_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(serve, "locked", fail)
    with pytest.raises(InputError, match="cannot be locked: No locks available"):
        _held(Places(tmp_path / "data")).__enter__()


def test_uploads_lie_under_no_name_that_the_server_writes(tmp_path, page_of):
    taken = {suffix for kind in SUFFIXES.values() for suffix in kind}
    assert not any(name.endswith(tuple(taken)) for name in (LOG, TALK))
    table = b"diameter,cumulative %\n1,0\n2,30\n3,60\n5,100\n"
    with page_of(tmp_path) as page:
        for name in ("log.txt", "worker.txt"):
            query = {"kind": "psd", "name": name, "basis": "volume", "unit": "um"}
            assert page.post("/api/uploads", params=query, content=table).is_success
            distribution = f"csv({name}, basis=volume, unit=um)"
            page.until(page.give(options={"distribution": distribution}), "done")
            assert (tmp_path / "uploads" / name).read_bytes() == table


@pytest.mark.parametrize("host", ["nohost.invalid", "192.0.2.1", "fe80::1"])
def test_a_host_that_is_not_this_machine_is_told_as_such(tmp_path, host):
    settings = Settings(data=tmp_path, host=host, port=0)
    with (
        pytest.raises(InputError, match=rf"--host: {host}:0 cannot be taken"),
        _listening(settings),
    ):
        pass
