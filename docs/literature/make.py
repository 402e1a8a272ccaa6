"""Write the page on published membranes: ``python docs/literature/make.py``; half a minute.

README.md with the figures, the article's statements and the hindcast, beside this file.
"""

from collections.abc import Iterable, Sequence
from math import log10
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from missing_inputs import KNOWN, in_words, owed

from ceralyte.core.display import symbol, to_display
from ceralyte.literature import (
    Hindcast,
    HindcastRow,
    figure_2,
    hindcast,
    published_membranes,
    read_membranes,
    statements,
)
from ceralyte.literature.hindcast import Prior, Summary
from ceralyte.literature.hindcast.baselines import FAMILY, FAMILY_AND_PROCESS
from ceralyte.literature.hindcast.ceramics import OXIDES
from ceralyte.literature.hindcast.priors import SHARE
from ceralyte.literature.hindcast.scoring import summary_of
from ceralyte.literature.statements import ARTICLE
from ceralyte.report import write_figure_2, write_hindcast_figure

HERE = Path(__file__).parent
SHIPPED = ("figure_2c.svg", "figure_2d.svg", "figure_2e.svg", "hindcast.svg", "hindcast.csv")
HEADINGS = ("n", "median error of log10", "inside 90 %", "middle width of 90 %")
_MUCH = 0.6
"""Of the error of a naive estimate: below it, what is better is called much better."""

OWN, BRUGGEMAN = "the pellet of its own powder", "Bruggeman (fraction^1.5)"

GOAL, COVERAGE = 0.15, (0.80, 0.97)
PRIOR_UNITS = {"Pa": "MPa", "m": "um", "S/m": "mS/cm", "C/m^2": "mA*hour/cm^2", "J/mol": "eV"}


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def summary_line(name: str, one: Summary) -> tuple[str, str, str, str, str]:
    """Return name, number, error, coverage, width."""
    error, inside, width = one.median_absolute_log10_error, one.coverage_90, one.width_90
    return (
        name,
        str(one.n),
        "" if error is None else f"{error:.2f}",
        "" if inside is None else f"{100 * inside:.0f} %",
        "" if width is None else f"a factor of {10**width:.0f}",
    )


def how_well(result: Hindcast) -> str:
    """Return the table of errors."""
    groups = (("", result.by_kind), ("family ", result.by_family), ("made: ", result.by_process))
    lines = [summary_line("**all**", result.summary)]
    lines += [summary_line(f"{what}{k}", s) for what, group in groups for k, s in group.items()]
    return table(("conductivity of", *HEADINGS), lines)


def beside(result: Hindcast) -> str:
    """Return the table of naive estimates."""
    found = {"all": result.summary, **result.by_kind}
    ours = ("this hindcast", *(f"{found[k].median_absolute_log10_error:.2f}" for k in found))
    naive = [
        (name, *(f"{result.baselines[k][name]:.2f}" for k in ("all", "oxide", "soft")))
        for name in result.baselines["all"]
    ]
    return table(("median error of log10", *found), [ours, *naive])


def worst(rows: Iterable[HindcastRow], count: int = 8) -> str:
    """Return the table of the largest errors, and of all that lie outside their interval."""
    known = [r for r in rows if r.conductivity.log10_error is not None]
    known.sort(key=lambda r: -abs(r.conductivity.log10_error or 0.0))
    outside = [r for r in known[count:] if not r.conductivity.inside_90]
    return table(
        ("membrane", "measured, mS/cm", "predicted", "90 %", "missing in the recipe"),
        [_line(row) for row in (*known[:count], *outside)],
    )


def every(rows: Iterable[HindcastRow]) -> str:
    """Return the table of rows with a measured conductivity, by family."""
    known = [r for r in rows if r.conductivity.log10_error is not None]
    known.sort(key=lambda r: (r.family, r.id))
    return table(
        ("membrane", "family, made, between the grains", "measured, mS/cm", "predicted", "error"),
        [
            (
                row.id,
                f"{row.family}, {row.process}, {row.binder}",
                *_line(row)[1:3],
                f"{row.conductivity.log10_error:+.2f}",
            )
            for row in known
        ],
    )


def against_others(result: Hindcast) -> str:
    """Say what the recipe adds to the median of others, for soft ceramics and oxides."""
    said = []
    for kind, name in (("soft", "soft ceramics"), ("oxide", "oxides")):
        ours = result.by_kind[kind].median_absolute_log10_error or 0.0
        theirs = min(result.baselines[kind][b] for b in (FAMILY, FAMILY_AND_PROCESS))
        added = "adds much to" if ours < _MUCH * theirs else "adds little to"
        said.append(
            f"on {name} the recipe {added} the better of them ({ours:.2f} for {theirs:.2f})"
        )
    return f"O{said[0][1:]}; {said[1]}."


INFORMED = (
    *("10.1002/adma.74533", "10.1016/j.cej.2026.173036", "10.1002/aenm.202402929"),
    "10.1002/adma.201906221",
)
"""Works from whose films the cost of a binder (`priors.BINDER_RESISTANCE`), or from whose sheet
that of firing (`priors.FIRED`), was read."""


def subsets(result: Hindcast) -> str:
    """Return how well rows do that start from their own powder, and without those that informed."""
    rows = [r for r in result.rows if r.conductivity.log10_error is not None]
    own = [r for r in rows if r.basis == OWN]
    held_out = [r for r in rows if r.source.locator not in INFORMED]
    groups = {
        "start from a pellet of their own powder": own,
        "start from pellets of other works": [r for r in rows if r not in own],
        "**no range was read from** (held out)": held_out,
        "the same, soft ceramics": [r for r in held_out if r.family not in OXIDES],
    }
    lines = []
    for name, group in groups.items():
        naive = median(
            abs(log10(r.baselines[BRUGGEMAN] / (r.conductivity.measured or 1.0))) for r in group
        )
        lines.append(
            (*summary_line(name, summary_of(r.conductivity for r in group)), f"{naive:.2f}")
        )
    return table(("rows that", *HEADINGS, "Bruggeman"), lines)


def unstated(result: Hindcast) -> str:
    """Return how well the rows do whose share of ceramic is stated, in words."""
    stated = [r.conductivity for r in result.rows if SHARE.name not in r.drawn]
    one = summary_of(stated)
    error = f"{one.median_absolute_log10_error:.2f}"
    return f"without those the median error of the other {one.n} is {error}"


def _line(row: HindcastRow) -> tuple[str, ...]:
    one = row.conductivity
    low, value, high = (
        f"{to_display(v, 'mS/cm'):.2g}"
        for v in (one.predicted.low, one.predicted.value, one.predicted.high)
    )
    measured = f"{to_display(one.measured or 0.0, 'mS/cm'):.2g}"
    return (row.id, measured, value, f"{low} to {high}", WHY.get(row.id, "see below"))


WHY = {
    "peo_alllzo70": "the polymer, which conducts 250 times better at 70 °C: no path in the ceramic",
    "latp_peo_spray25": "how far the film was sintered ('partial')",
    "cao2026_lpscl_ptfe5": "why 5 wt% of PTFE costs so much more than other binders do",
    "lps7822_peo_pvdf_salt": "its powder and the share of its polymer",
    "lpscl_pegmea_insitu": "its powder, and how well the skeleton is connected",
    "ionogel_in_ceramic70": "what the ionogel conducts",
    "fu2016_llzo_nf_peo": "what the polymer conducts; how well the fibres are sintered",
    "jiang2020_llto_tape25": "how much LLTO loses at its grain boundaries, a factor of 100",
    "quaternary_llto70": "what the polymer conducts; how well its grains are joined",
    "zhang2021_lpscl16_dry": "its powder, better than others'",
    "nam2015_lps_ppta": "its powder and how it was pressed",
    "llzto_li3ocl2": "what the glass between the grains conducts",
    "lu2019_pvdfhfp_llzto": "how much solvent the polymer kept",
    "latp_duallayer": "the share of the layer that is rich in polymer",
    "llzt_porous_poly": "how well the frame is sintered, how liquid the polymer stayed",
    "lagp_3d_vec": "how well the frame is sintered, how liquid the polymer stayed",
    "3dhse_allzo_pvdfhfp": "what the polymer conducts; the share of the ceramic",
    "latp50_lipvfm": "the polymer, a single-ion conductor",
    "latp50_pil": "the polymer, a poly(ionic liquid)",
    "whiteley2015_polyimine": "how much of the grains the 20 wt% of binder covers",
}


def priors(used: Iterable[Prior]) -> str:
    """Return the table of what is assumed."""
    return table(("not stated", "range", "law", "why"), [_prior(p) for p in used])


def _prior(prior: Prior) -> tuple[str, ...]:
    unit = PRIOR_UNITS.get(prior.unit, "")
    low, high = (f"{to_display(v, unit) if unit else v:.3g}" for v in (prior.low, prior.high))
    shown = symbol(unit).replace("mA hour", "mAh")
    reason = prior.reason.replace(ARTICLE, "the article")
    why = reason if prior.basis == "source" else f"*assumption:* {reason}"
    return (prior.name, f"{low} to {high} {shown}".strip(), prior.law, why)


def verdict(result: Hindcast) -> str:
    """Say whether the goal is met, by all rows and by those that no range was read from."""
    one, apart = result.summary, held_out(result)
    inside = one.coverage_90 or 0.0
    second = "met" if COVERAGE[0] <= inside <= COVERAGE[1] else "**not met**"
    return (
        f"The goal of a median error below {GOAL} is {_met(one)} on all rows and {_met(apart)} on "
        f"those {apart.n} that no range was read from; that of 80 to 97 % of the values inside "
        f"their 90 % intervals is {second} ({100 * inside:.0f} %)."
    )


def over_seeds(results: Sequence[Hindcast]) -> str:
    """Say how far the seeds of the draws move the medians."""
    ranges = [
        _range(one.median_absolute_log10_error or 0.0 for one in group)
        for group in (
            [r.summary for r in results],
            [r.by_kind["soft"] for r in results],
            [r.by_kind["oxide"] for r in results],
            [held_out(r) for r in results],
        )
    ]
    told: dict[str, list[float]] = {}
    for row in (row for r in results for row in r.rows):
        told.setdefault(row.id, []).append(log10(row.conductivity.predicted.value))
    apart = max(max(logs) - min(logs) for logs in told.values())
    return (
        f"The seed of the draws does not matter: over {len(results)} seeds the median is "
        f"{ranges[0]} on all rows, {ranges[1]} on soft ceramics, {ranges[2]} on oxides, "
        f"{ranges[3]} on the rows that no range was read from; predictions of one membrane are "
        f"{apart:.3f} apart at most (`python benchmarks/hindcast_seeds.py`)."
    )


def _range(values: Iterable[float]) -> str:
    low, *_, high = sorted(values)
    return f"{low:.3f} to {high:.3f}"


def _met(one: Summary) -> str:
    error = one.median_absolute_log10_error or 0.0
    word = "met" if error < GOAL else "**not met**"
    return f"{word} ({error:.3f}, a factor of {10**error:.1f})"


def errors(result: Hindcast, *, soft: bool) -> list[float]:
    """Return predicted less measured log10 of the conductivity, on soft ceramics or on oxides."""
    rows = [r for r in result.rows if (r.family not in OXIDES) == soft]
    return [r.conductivity.log10_error for r in rows if r.conductivity.log10_error is not None]


def held_out(result: Hindcast) -> Summary:
    """Return how well the rows do that are not of `INFORMED`."""
    apart = [r for r in result.rows if r.source.locator not in INFORMED]
    return summary_of(r.conductivity for r in apart)


def main() -> None:
    """Compute, draw, write."""
    membranes, result = published_membranes(), hindcast()
    groups = tuple(owed(result))
    later = hindcast(read_membranes(HERE / "later.csv"))
    judged = {r.id for r in result.rows if r.conductivity.log10_error is not None}
    tested = [m for m in membranes if m.identifier in judged]
    with TemporaryDirectory() as folder:
        for name in ("2c", "2d", "2e"):
            write_figure_2(figure_2(name, membranes), Path(folder))
        write_hindcast_figure(result, Path(folder))
        for name in SHIPPED:
            (HERE / name).write_bytes((Path(folder) / name).read_bytes())
    said = "\n".join(
        f'- "{s.quote}" ({s.place.replace(ARTICLE, "the article")}).'
        + (f" Against it: {s.against}." if s.against else "")
        + f" The table: {s.table}."
        for s in statements()
    )
    page = (
        (HERE / "template.md")
        .read_text(encoding="utf-8")
        .format(
            rows=len(membranes),
            with_conductivity=sum(m.conductivity is not None for m in membranes),
            with_thickness=sum(m.thickness is not None for m in membranes),
            poor=sum(m.thickness is not None and m.poor_in_ceramic for m in membranes),
            drawn_2d=len(figure_2("2d", membranes).points),
            statements=said,
            article=ARTICLE,
            verdict=verdict(result),
            seeds=over_seeds([result, *(hindcast(seed=seed) for seed in range(1, 8))]),
            how_well=how_well(result),
            beside=beside(result),
            missing=table(
                ("membranes", "n", "mean error", "median", *KNOWN), (g.line() for g in groups)
            ),
            missing_words=in_words(groups),
            floor_soft=result.floor["soft"],
            floor_oxide=result.floor["oxide"],
            scatter_soft=10 ** (result.floor["soft"] / 0.6745),
            scatter_oxide=10 ** (result.floor["oxide"] / 0.6745),
            width=10 ** (result.summary.width_90 or 0.0),
            bias_soft=fmean(errors(result, soft=True)),
            bias_oxide=fmean(errors(result, soft=False)),
            rms=fmean(e**2 for kind in (True, False) for e in errors(result, soft=kind)) ** 0.5,
            against_others=against_others(result),
            soft=result.by_kind["soft"].median_absolute_log10_error,
            later=every(later.rows),
            later_median=(
                f"Now the median error of {later.summary.n} is "
                f"{later.summary.median_absolute_log10_error:.2f}, and "
                f"{100 * (later.summary.coverage_90 or 0.0):.0f} % are inside."
            ),
            listed=every(result.rows),
            unstated=unstated(result),
            subsets=subsets(result),
            pellets=sum(r.pellet_conductivity is not None for r in tested),
            others=table(
                ("quantity", *HEADINGS),
                [summary_line(k.replace("_", " "), s) for k, s in result.others.items()],
            ),
            worst=worst(result.rows),
            within=sum(
                abs(r.conductivity.log10_error) < log10(2)
                for r in result.rows
                if r.conductivity.log10_error is not None
            ),
            n=result.summary.n,
            pressures=sum(r.pressure is not None for r in tested),
            porosities=sum(r.porosity is not None for r in tested),
            sizes=sum(r.particle_size is not None for r in tested),
            priors=priors(result.priors),
            left_out=len(result.left_out),
        )
    )
    (HERE / "README.md").write_text(page.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
