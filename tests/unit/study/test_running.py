"""How a study runs: what it tells, what it writes, and when it needs workers."""

from ceralyte.core.compiling import TOLD
from ceralyte.study import Store, TimeLeft


def test_the_stored_time_left_counts_what_is_written_with_it(
    make_plan, run_here, tmp_path, monkeypatch
):
    with Store(str(tmp_path / "s.sqlite")) as store:
        written, whole = [], store.note
        monkeypatch.setattr(store, "note", lambda *a, **k: written.append(k) or whole(*a, **k))
        run_here(make_plan(), store)
    assert written[-1]["answers"]
    assert written[-1]["left"] == TimeLeft(0.0)


def test_a_study_that_is_all_known_needs_no_workers(make_plan, run_here, tmp_path):
    plan, told = make_plan(), []
    with Store(str(tmp_path / "s.sqlite")) as store:
        run_here(plan, store, told.append)
        assert [now.note for now in told if now.note] == ["a note"]
        assert {now.workers for now in told} == {None, 1}
        told.clear()
        run_here(plan, store, told.append)
    assert told[-1].known == told[-1].planned
    assert {(now.note, now.workers) for now in told} == {("", None)}


def test_that_workers_compile_is_told_once(make_plan, run_here, crew_here, tmp_path, monkeypatch):
    monkeypatch.setattr(crew_here, "compiling", True)
    told = []
    with Store(str(tmp_path / "s.sqlite")) as store:
        run_here(make_plan(), store, told.append)
    assert [now.note for now in told if now.note] == ["a note", TOLD]
