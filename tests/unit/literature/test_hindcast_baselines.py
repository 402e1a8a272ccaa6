"""Estimates that the hindcast has to beat."""

from ceralyte.literature.hindcast.baselines import Measured, medians_of_others


def test_medians_of_others_leave_the_work_out_and_widen_an_empty_class() -> None:
    def one(value, family, process, work):
        return Measured(value, family == "sulfide", family, process, work)

    known = [
        one(1.0, "sulfide", "dry", "a"),
        one(3.0, "sulfide", "cast", "b"),
        one(9.0, "sulfide", "dry", "new"),
        one(-4.0, "garnet", "dry", "c"),
    ]
    assert list(medians_of_others(known[2], known).values()) == [2.0, 1.0]
    lone = one(None, "nasicon", "cast", "d")
    assert list(medians_of_others(lone, known).values()) == [-4.0, -4.0]
