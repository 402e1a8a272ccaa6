// The recipes of a study by what is wanted of them: the plot, and the table of those not beaten.
import { api } from "../api";
import { figure } from "../chart/figure";
import { draft } from "../draft";
import { coded, h, replace } from "../dom";
import { formulas } from "../formula";
import { number, spelled, typeset } from "../text";
import type { Chart, Front, Job, Json } from "../types";
import { go } from "../view";
import { busy, complain } from "./notice";

/** "448.46213 MPa" -> "448.5 MPa": what a hand can set. */
const setting = (value: Json | undefined): string =>
  typeset(String(value ?? "").replace(/\d+\.\d+/g, (digits) => number(Number(digits), 4)));

function chartOf(front: Front, across: string, up: string): Chart {
  const best = front.points.filter((point) => point.front);
  const axis = (name: string): Chart["x"] => {
    const objective = front.objectives.find((other) => other.name === name)!;
    const ends = best.flatMap((point) => point.bars[name] ?? []);
    const values = [...front.points.map((point) => point.y[name]), ...ends].filter(
      (value): value is number => typeof value === "number" && value > 0,
    );
    const log = values.length > 1 && Math.max(...values) / Math.min(...values) > 50;
    return { label: `${objective.label}, to ${objective.direction}`, unit: objective.unit, log };
  };
  const series = (
    name: string,
    kind: "points" | "star" | "line",
    keep: Front["points"],
  ): Chart["series"][number] => {
    const there = keep.filter(
      (point) => typeof point.y[across] === "number" && typeof point.y[up] === "number",
    );
    const end = (objective: string, which: 0 | 1) =>
      there.map((point) => (point.front ? (point.bars[objective]?.[which] ?? null) : null));
    return {
      name,
      kind,
      x: there.map((point) => point.y[across]!),
      y: there.map((point) => point.y[up]!),
      low: end(up, 0),
      high: end(up, 1),
      x_low: end(across, 0),
      x_high: end(across, 1),
      text: there.map((point) =>
        point.start
          ? START
          : Object.entries(point.x)
              .map(([key, value]) => `${key} ${setting(value)}`)
              .join(", "),
      ),
    };
  };
  const barred = best.some((point) => point.bars[up] || point.bars[across]);
  return {
    name: "front",
    title: `${front.done} of ${front.budget} recipes`,
    x: axis(across),
    y: axis(up),
    note: barred
      ? "Error bars of recipes not beaten: one standard deviation, or the ends of a bracket."
      : null,
    series: [
      series(
        "tried",
        "points",
        front.points.filter((point) => !point.front),
      ),
      series("not beaten", "points", best),
      series(
        "knee",
        "star",
        front.points.filter((point) => point.knee),
      ),
    ].filter(({ x }) => x.length > 0),
  };
}

const START = "the starting point";

function table(id: string, front: Front): HTMLElement {
  const open = (point: number) =>
    busy(async () => {
      draft.write(await api.pointRecipe(id, point));
      go("design");
    });
  const best = front.points.filter((point) => point.front);
  const inputs = [...new Set(best.flatMap((point) => Object.keys(point.x)))];
  const outputs = front.objectives.map(({ name, label, unit }) => ({
    name,
    heading: `${label}${unit ? ` (${unit})` : ""}`,
  }));
  const titled = (name: string): string => (name.includes(".") ? name : spelled(name));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Recipes not beaten" },
    h(
      "table",
      { class: "stacks" },
      h("caption", {}, "Recipes that no other beats in everything"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          outputs.map(({ heading }) => h("th", { scope: "col" }, heading)),
          inputs.map((name) => h("th", { scope: "col" }, titled(name))),
          h("td", {}),
        ),
      ),
      h(
        "tbody",
        {},
        best.map((point) =>
          h(
            "tr",
            {},
            outputs.map(({ name, heading }) => h("td", { "data-label": heading }, point.text[name] ?? "–")),
            inputs.map((name, k) =>
              h("td", { "data-label": titled(name) }, k === 0 && point.start ? START : setting(point.x[name])),
            ),
            h(
              "td",
              {},
              h(
                "button",
                {
                  type: "button",
                  class: "small",
                  "aria-label": `Open recipe ${point.number} in Design`,
                  on: { click: open(point.number) },
                },
                "Open",
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** How it was done; while nothing is computed there is nothing to say. */
function notes(front: Front): HTMLElement | false {
  if (front.done === 0 || front.notes.length === 0) return false;
  return h(
    "ul",
    { class: "notes" },
    front.notes.map((note) => h("li", {}, coded(note))),
  );
}

/** Combinations of options that no recipe can have, such as what the chemistry rules out; each reason once. */
function forbidden(front: Front): HTMLElement | false {
  if (front.forbidden.length === 0) return false;
  return h(
    "details",
    {},
    h("summary", {}, `Combinations never sampled (${front.forbidden.length})`),
    h(
      "ul",
      { class: "notes forbidden" },
      [...new Set(front.forbidden.map(({ reason }) => reason))].map((reason) => {
        const alike = front.forbidden.filter((one) => one.reason === reason);
        const names = alike.map(({ labels }) => Object.values(labels).map(setting).join(" + ")).join("; ");
        return h("li", {}, h("b", {}, formulas(names)), ": ", formulas(reason));
      }),
    ),
  );
}

/** What stands in place of a front where a study has no objectives, or has not begun. */
function progress(front: Front): HTMLElement {
  const text =
    front.done === 0
      ? "No recipe is computed yet."
      : `${front.done} of ${front.budget} recipes; without objectives there is no front. ` +
        "What is found is told in the report at the end.";
  return h("p", { class: "empty" }, text);
}

export function frontPanel(job: Job, signal: AbortSignal): { element: HTMLElement; refresh(): void } {
  const [out, pick] = [h("div", {}), h("div", { class: "controls" })];
  const [across, up] = [h("select", {}), h("select", {})];
  let inner = new AbortController();
  let [loading, again] = [false, false];
  const names = (front: Front): void => {
    if (across.options.length > 0) return;
    for (const [k, select] of [across, up].entries()) {
      replace(
        select,
        front.objectives.map(({ name, label }) => h("option", { value: name }, label)),
      );
      select.value = front.objectives[Math.min(k, front.objectives.length - 1)]!.name;
      select.addEventListener("change", () => void load().catch(complain));
    }
    replace(pick, h("label", {}, "Across", across), h("label", {}, "Up", up));
  };
  const load = async (): Promise<void> => {
    const front = await api.front(job.id);
    if (front.objectives.length === 0 || front.done === 0)
      return replace(out, progress(front), notes(front), forbidden(front));
    names(front);
    inner.abort();
    inner = new AbortController();
    replace(
      out,
      figure(chartOf(front, across.value, up.value), inner.signal, { height: 380 }),
      table(job.id, front),
      notes(front),
      forbidden(front),
    );
  };
  signal.addEventListener("abort", () => inner.abort());
  const refresh = (): void => {
    again = loading; // what is told meanwhile, the end too, asks once more
    if (loading) return;
    loading = true;
    load()
      .catch(complain)
      .finally(() => {
        loading = false;
        if (again) refresh();
      });
  };
  return { element: h("div", {}, pick, out), refresh };
}
