// A study: its file, its starting recipe, and the front as it grows.
import { address, api } from "../api";
import { figure } from "../chart/figure";
import { draft } from "../draft";
import { h, replace } from "../dom";
import { jobs, running, time } from "../jobs";
import { moment, number, typeset } from "../text";
import type { Chart, Front, Job, Json } from "../types";
import { go, type View } from "../view";
import { Editor } from "../widgets/editor";
import { busy, complain } from "../widgets/notice";
import { cancelButton, progressBar, stateBadge } from "../widgets/progress";

const KEY = "study";

/** "448.46213 MPa" -> "448.5 MPa": what a hand can set. */
const setting = (value: Json | undefined): string =>
  typeset(String(value ?? "").replace(/\d+\.\d+/g, (digits) => number(Number(digits), 4)));

function chartOf(front: Front, across: string, up: string): Chart {
  const axis = (name: string): Chart["x"] => {
    const objective = front.objectives.find((other) => other.name === name)!;
    const values = front.points
      .map((point) => point.y[name])
      .filter((value): value is number => typeof value === "number" && value > 0);
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
    return {
      name,
      kind,
      x: there.map((point) => point.y[across]!),
      y: there.map((point) => point.y[up]!),
      text: there.map((point) =>
        Object.entries(point.x)
          .map(([key, value]) => `${key} ${setting(value)}`)
          .join(", "),
      ),
    };
  };
  const best = front.points.filter((point) => point.front);
  return {
    name: "front",
    title: `${front.done} of ${front.budget} recipes`,
    x: axis(across),
    y: axis(up),
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

function table(id: string, front: Front): HTMLElement {
  const open = (point: number) =>
    busy(async () => {
      draft.write(await api.pointRecipe(id, point));
      go("design");
    });
  const best = front.points.filter((point) => point.front);
  const inputs = [...new Set(best.flatMap((point) => Object.keys(point.x)))];
  const outputs = front.objectives;
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Recipes not beaten" },
    h(
      "table",
      {},
      h("caption", {}, "Recipes that no other beats in everything"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          outputs.map((objective) =>
            h("th", { scope: "col" }, `${objective.label}${objective.unit ? ` (${objective.unit})` : ""}`),
          ),
          inputs.map((name) => h("th", { scope: "col" }, name)),
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
            outputs.map(({ name }) => {
              const value = point.y[name];
              return h("td", {}, typeof value === "number" ? number(value) : "–");
            }),
            inputs.map((name) => h("td", {}, setting(point.x[name]))),
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

function frontPanel(job: Job, signal: AbortSignal): { element: HTMLElement; refresh(): void } {
  const [out, pick] = [h("div", {}), h("div", { class: "controls" })];
  const [across, up] = [h("select", {}), h("select", {})];
  let inner = new AbortController();
  let loading = false;
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
    if (front.objectives.length === 0) return replace(out, h("p", { class: "empty" }, "No point yet."));
    names(front);
    inner.abort();
    inner = new AbortController();
    replace(
      out,
      figure(chartOf(front, across.value, up.value), inner.signal, { height: 380 }),
      table(job.id, front),
    );
  };
  signal.addEventListener("abort", () => inner.abort());
  return {
    element: h("div", {}, pick, out),
    refresh(): void {
      if (loading) return;
      loading = true;
      load()
        .catch(complain)
        .finally(() => {
          loading = false;
        });
    },
  };
}

function one(page: HTMLElement, id: string, signal: AbortSignal): void {
  const top = h("div", { "aria-live": "polite" });
  let panel: ReturnType<typeof frontPanel> | null = null;
  const paint = (): void => {
    const job = jobs.get(id);
    if (!job)
      return replace(
        top,
        h(
          "p",
          { class: "empty" },
          jobs.connected ? "There is no such study (any more)." : "Waiting for the server.",
        ),
      );
    replace(
      top,
      h("h1", {}, job.title),
      h(
        "p",
        { class: "quiet" },
        stateBadge(job),
        ` ${moment(time(job.created))} `,
        cancelButton(job),
        h("a", { class: "button small", href: address.archive(id), download: "" }, "Everything (zip)"),
      ),
      progressBar(job),
      job.error && h("p", { class: "error" }, job.error.message),
    );
    if (!panel && (job.state === "running" || job.state === "done")) {
      panel = frontPanel(job, signal);
      page.append(h("div", { class: "panel" }, panel.element));
    }
    panel?.refresh();
  };
  jobs.listen((job) => {
    if (!job || job.id === id) paint();
  }, signal);
  replace(page, top);
  paint();
}

function list(): HTMLElement {
  const studies = jobs.all().filter((job) => job.kind === "study");
  return h(
    "ul",
    { class: "joblist" },
    studies.map((job) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "card", href: `#/studies/${job.id}` },
          h("b", {}, job.title),
          stateBadge(job),
          h("span", { class: "quiet" }, moment(time(job.created))),
          running(job) && progressBar(job),
        ),
      ),
    ),
  );
}

export const studiesView: View = async (page, place, signal) => {
  if (place.id) return one(page, place.id, signal);
  const examples = await api.examples();
  const editor = new Editor("Study as YAML", (text) => sessionStorage.setItem(KEY, text), 26);
  const recipes = h(
    "select",
    {},
    draft.read() && h("option", { value: "" }, "the recipe in Design"),
    examples
      .filter(({ kind }) => kind === "recipe")
      .map(({ name, title }) => h("option", { value: name }, title)),
  );
  const take = async (name: string): Promise<void> => {
    editor.show((await api.example(name)).yaml, true);
    sessionStorage.setItem(KEY, editor.text);
    const start = /^recipe:\s*([\w-]+)\.yaml/m.exec(editor.text)?.[1];
    if (start && [...recipes.options].some(({ value }) => value === start)) recipes.value = start;
  };
  const problem = h("p", { class: "error", role: "alert" });
  const run = h("button", { type: "button", class: "primary" }, "Run the study");
  run.addEventListener(
    "click",
    busy(async () => {
      problem.textContent = "";
      const recipe = recipes.value ? (await api.example(recipes.value)).yaml : draft.read();
      try {
        const { id } = await api.start({
          kind: "study",
          study: editor.text,
          recipe,
          title: /^name:\s*(.+)$/m.exec(editor.text)?.[1] ?? "Study",
        });
        go(`studies/${id}`);
      } catch (reason) {
        problem.textContent =
          reason instanceof Error
            ? "line" in reason
              ? String(reason.line)
              : reason.message
            : String(reason);
      }
    }),
  );
  const given = examples.filter(({ kind }) => kind === "study");
  const pick = h(
    "select",
    {},
    h("option", { value: "" }, "choose"),
    given.map(({ name, title }) => h("option", { value: name }, typeset(title))),
  );
  pick.addEventListener("change", () => {
    if (pick.value) void take(pick.value).catch(complain);
  });
  const before = h("div", {});
  const paint = (): void => replace(before, list());
  jobs.listen(paint, signal);
  paint();
  replace(
    page,
    h("h1", {}, "Studies"),
    h(
      "p",
      { class: "lead" },
      "Many recipes from one: sweeps, sensitivities, and the recipes that no other beats.",
    ),
    h(
      "div",
      { class: "side" },
      h(
        "section",
        { class: "panel" },
        h("h2", {}, "New study"),
        h(
          "div",
          { class: "controls" },
          given.length > 0 && h("label", {}, "Example", pick),
          h("label", {}, "Starts from", recipes),
          run,
        ),
        problem,
        editor.element,
      ),
      h("section", { class: "panel" }, h("h2", {}, "Studies so far"), before),
    ),
  );
  const kept = sessionStorage.getItem(KEY);
  if (kept) editor.show(kept, true);
  else if (given[0]) await take(given[0].name);
};
