"""A study that was begun by another ceralyte, or with other data of chemistry, is not mixed up."""

import pytest

from ceralyte.core.database import StoreError
from ceralyte.core.errors import InputError
from ceralyte.study import Store, combinations, evaluate, load, results

WET = {"process": "slurry", "binder.material": "SEBS"}
ROUTES = {
    "route": {
        "dry": {},
        "p-xylene": WET | {"slurry.solvent": "p-xylene"},
        "water": WET | {"slurry.solvent": "water"},
    }
}


@pytest.fixture
def plan(make_plan):
    return make_plan(choices=ROUTES)


@pytest.fixture
def store(tmp_path, plan, run_here):
    """A store with the study, all done."""
    with Store(str(tmp_path / "s.sqlite")) as opened:
        run_here(plan, opened)
        yield opened


@pytest.fixture
def rule_out_xylene(monkeypatch):
    """Return a function after which p-xylene is out, as if data of chemistry had been added."""
    before = combinations._objection

    def forbids(base, changes, chemistry):
        wet = changes.get("slurry.solvent") == "p-xylene"
        return InputError("chemistry no", "it is new") if wet else before(base, changes, chemistry)

    return lambda: monkeypatch.setattr(combinations, "_objection", forbids)


def test_what_was_forbidden_is_told_as_it_was(store, rule_out_xylene):
    rule_out_xylene()
    found = results(store, store.studies()[0])
    assert [labels for labels, _ in found.forbidden] == [{"route": "water"}]
    assert "H2S release" in found.forbidden[0][1]
    assert {p.labels["route"] for p in found.points[1:]} == {"dry", "p-xylene"}


def test_another_feasible_set_is_named_and_not_gone_on_with(
    store, make_plan, run_here, rule_out_xylene
):
    rule_out_xylene()
    before = store.studies()[0]
    words = (
        r"route: p-xylene was allowed when this study was begun and is forbidden now "
        r"\(chemistry no: it is new"
    )
    with pytest.raises(StoreError, match=words):
        run_here(make_plan(choices=ROUTES), store)
    assert store.studies() == [before]


def test_another_version_does_not_go_on(store, plan, run_here, monkeypatch):
    before = store.studies()[0]
    monkeypatch.setattr(load, "__version__", "99.0")
    words = "was begun with ceralyte .*, this is 99.0.*Allowed: ceralyte .* or a new store"
    with pytest.raises(StoreError, match=words):
        run_here(plan, store)
    assert store.studies() == [before]
    assert results(store, before).asked.settings["ceralyte"] == before.document["version"]


def test_a_study_of_an_older_store_that_does_not_say_is_gone_on_with(store, plan, run_here):
    (study,) = store.studies()
    older = {k: v for k, v in study.document.items() if k not in ("version", "forbidden")}
    store.forget(study.id)
    store.claim(study.sha256, study.name, older, study.planned)
    run_here(plan, store)
    assert store.studies()[0].finished


def test_what_failed_is_tried_again_where_that_is_asked_for(plan, run_here, tmp_path, monkeypatch):
    def broken(_):
        raise OSError("no such library")

    told = []
    with Store(str(tmp_path / "s.sqlite")) as store:
        with monkeypatch.context() as bad:
            bad.setattr(evaluate, "_numbers", broken)
            run_here(plan, store)
        run_here(plan, store)
        failed = store.counts(1)["failed"]
        assert failed == 9
        run_here(plan, store, lambda now: told.append(now.note), retry_failed=True)
        assert store.counts(1) == {"queued": 0, "running": 0, "done": 9, "failed": 0}
    assert "9 failed recipes are computed again" in told
