"""The command `ceralyte study`: run, watch, show, export; what it prints is in `study_tables`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ceralyte.cli import output
from ceralyte.cli.commands.options import AsJson
from ceralyte.cli.naming import Named
from ceralyte.core.errors import InputError, UnknownNameError, nearest_names

if TYPE_CHECKING:  # imported where it is used: the command line starts in a moment
    from ceralyte.study import Store, StoredStudy


class _FileOrCommand(TyperGroup):
    """`ceralyte study FILE` is `ceralyte study run FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            file = Path(args[0])
            if nearest_names(args[0], self.commands) and not (file.suffix or file.exists()):
                raise UnknownNameError("study", args[0], self.commands)
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_FileOrCommand,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Many recipes: sweeps, sensitivity, uncertainty, search. `ceralyte study FILE` runs one.",
)

StorePlace = Annotated[
    str, typer.Argument(metavar="STORE", help="file that a study wrote, or database URL")
]
Which = Annotated[
    int | None,
    typer.Option("--study", help="number of the study; the last if left out"),
]


@app.command("run", cls=Named)
def run_study(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="study file, YAML, TOML or JSON")],
    store: Annotated[
        str | None, typer.Option(help="SQLite file or postgresql:// URL; else FILE with .sqlite")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="processes; all cores if left out")] = None,
    scheduler_file: Annotated[
        Path | None,
        typer.Option(help="of a Dask scheduler: its workers compute (extra cluster)"),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="go on only: an error where nothing is begun"),
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="compute recipes that failed once more")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="folder for the report")] = None,
    as_json: AsJson = False,
) -> None:
    """Run a study, or go on with it where it stopped."""
    from ceralyte.cli import study_tables
    from ceralyte.study import Store, load_study, run

    plan = load_study(file)
    place = store or str(file.with_suffix(".sqlite"))
    if out is not None:
        from ceralyte.cli.show import require_writable

        require_writable(out)
    if resume or retry_failed:
        with Store(place, must_exist=True, read_only=True) as opened:
            if all(s.sha256 != plan.sha256 for s in opened.studies()):
                raise InputError("--resume", f"{opened.name} does not hold this study", "its store")
    with _stopping() as stop, study_tables.progress_line(quiet=as_json) as tell:
        run(
            plan,
            store=place,
            workers=workers,
            scheduler_file=scheduler_file,
            retry_failed=retry_failed,
            progress=tell,
            stop=stop,
        )
    with Store(place, read_only=True) as opened:
        _tell(opened, next(s for s in opened.studies() if s.sha256 == plan.sha256), out, as_json)
    output.say(f"store: {opened.name}")


@app.command(cls=Named)
def status(store: StorePlace, as_json: AsJson = False) -> None:
    """How far the studies of a store are; also while they run."""
    from ceralyte.cli import study_tables
    from ceralyte.study import Store

    with Store(store, read_only=True) as opened:
        rows = [study_tables.status_of(s, opened.counts(s.id)) for s in opened.studies()]
    if as_json:
        output.print_json({"store": opened.name, "studies": rows})
    else:
        study_tables.show_status(rows)


@app.command(cls=Named)
def show(
    store: StorePlace,
    study: Which = None,
    out: Annotated[Path | None, typer.Option(help="folder for the report")] = None,
    as_json: AsJson = False,
) -> None:
    """What a study found, also while it runs: front, knee, sensitivity, intervals."""
    from ceralyte.study import Store

    if out is not None:
        from ceralyte.cli.show import require_writable

        require_writable(out)
    with Store(store, read_only=True) as opened:
        _tell(opened, _chosen(opened, study), out, as_json)


@app.command(cls=Named)
def export(
    store: StorePlace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".csv, .parquet or .xlsx")],
    study: Which = None,
) -> None:
    """Write all recipes of a study and their numbers as a table."""
    from ceralyte.report import export_study
    from ceralyte.study import Store, results

    with Store(store, read_only=True) as opened:
        output.say(f"wrote {export_study(results(opened, _chosen(opened, study)), file)}")


@app.command(cls=Named)
def recipe(
    store: StorePlace,
    point: Annotated[int, typer.Argument(metavar="POINT", help="number of the point")],
    study: Which = None,
    out: Annotated[Path | None, typer.Option(help="file; else it is printed")] = None,
) -> None:
    """Write the recipe of a point, and beside it the files that it names: it runs as it is."""
    from ceralyte.study import Store, recipe_of

    with Store(store, read_only=True) as opened:
        beside = None if out is None else out.parent
        text = recipe_of(opened, _chosen(opened, study), point, beside)
    _write(text, out)


@app.command(cls=Named)
def advise(
    store: StorePlace,
    measured: Annotated[
        Path, typer.Argument(metavar="CSV", help="own samples: parameters and results with units")
    ],
    count: Annotated[int, typer.Option(help="recipes to propose")] = 6,
    level: Annotated[
        str, typer.Option(help="what is calibrated: estimate, or one that the study solved")
    ] = "estimate",
    study: Which = None,
    as_json: AsJson = False,
) -> None:
    """Calibrate the predictions of a study with own samples and say what to make next."""
    from ceralyte.cli.study_advice import show_advice
    from ceralyte.study import Store
    from ceralyte.study import advise as advice_of

    writes = level != "estimate"  # samples that were solved are kept
    with (
        Store(store, must_exist=True, read_only=not writes) as opened,
        output.progress_bar(quiet=as_json or not writes) as tell,
    ):
        chosen = _chosen(opened, study)
        found = advice_of(opened, chosen, measured, count=count, level=level, progress=tell)
    if as_json:
        output.print_json(found.model_dump(mode="json"))
    else:
        show_advice(found)


@app.command(cls=Named)
def sbatch(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="study file")],
    store: Annotated[
        str | None, typer.Option(help="SQLite file or postgresql:// URL; else FILE with .sqlite")
    ] = None,
    tasks: Annotated[int, typer.Option(help="workers, one core each")] = 64,
    time: Annotated[str, typer.Option(help="of the job")] = "24:00:00",
    memory: Annotated[
        str | None, typer.Option(help="of each worker; what its level needs if left out")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="file; else it is printed")] = None,
) -> None:
    """Write a script for Slurm that runs a study with Dask on many nodes (extra cluster)."""
    from ceralyte.study import load_study, sbatch_script, worker_memory

    plan = load_study(file)
    place = store or str(file.with_suffix(".sqlite"))
    memory = memory or f"{ceil(worker_memory(plan.study) / 2**30)}G"
    _write(sbatch_script(file, store=place, tasks=tasks, time=time, memory=memory), out)


@app.command(cls=Named)
def check(store: StorePlace) -> None:
    """Check that a store is whole; exit code 1 if it is not."""
    from ceralyte.study import Store

    with Store(store, read_only=True) as opened:
        wrong = opened.check()
    for line in wrong:
        output.say(f"wrong: {line}")
    if wrong:
        raise typer.Exit(1)
    output.say(f"{opened.name} is whole")


def _write(text: str, out: Path | None) -> None:
    if out is None:
        output.STDOUT.print(text, markup=False, highlight=False, soft_wrap=True, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError("--out", f"{out} cannot be written: {error.strerror}", "a file") from error
    output.say(f"wrote {out}")


def _chosen(store: "Store", number: int | None) -> "StoredStudy":
    studies = store.studies()
    if not studies:
        raise InputError("STORE", f"{store.name} holds no study", "run one: ceralyte study FILE")
    if number is None:
        return studies[-1]
    found = next((s for s in studies if s.id == number), None)
    if found is None:
        known = ", ".join(f"{s.id} ({s.name})" for s in studies)
        raise InputError("--study", f"there is no study {number}", known)
    return found


def _tell(store: "Store", study: "StoredStudy", out: Path | None, as_json: bool) -> None:
    from ceralyte.cli import study_tables
    from ceralyte.study import results

    found = results(store, study)
    if out is not None:
        from ceralyte.report import write_study_report

        output.say(f"report: {write_study_report(found, out)}")
    if as_json:
        output.print_json(study_tables.document(found))
    else:
        study_tables.show_results(found)
    if found.trouble or (study.kind == "reach" and not found.met):
        raise typer.Exit(1)


@contextmanager
def _stopping() -> Iterator[Event]:
    """Give an event that Ctrl-C (or SIGTERM) sets; a second Ctrl-C leaves at once."""
    stop = Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        output.say("stopping: what is finished is kept; Ctrl-C again leaves at once")
        signal.signal(signal.SIGINT, before[signal.SIGINT])

    before = {s: signal.signal(s, ask_to_stop) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
