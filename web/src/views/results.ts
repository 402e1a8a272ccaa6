// One job: while it runs its progress; then verdicts, numbers, structure, slices, charts, files.
import { address, api } from "../api";
import { figure } from "../chart/figure";
import { draft } from "../draft";
import { coded, h, replace } from "../dom";
import { formulas } from "../formula";
import { jobs, running, time } from "../jobs";
import { bytes, moment, spelled } from "../text";
import type { Chart, Job, JobFile, JobKind, Numbers, Scene } from "../types";
import { go, type View } from "../view";
import { sourceList, verdictCard } from "../widgets/answers";
import { impedanceForm } from "../widgets/impedance";
import { busy, complain } from "../widgets/notice";
import { cancelButton, progressBar, stateBadge } from "../widgets/progress";
import { rowTable, tiles } from "../widgets/rows";
import { sliceViewer } from "../widgets/slice";
import { volumeView } from "../widgets/volume";

/** Kinds of jobs that have a volume. */
const IN_SPACE: JobKind[] = ["design", "image", "pack"];

function numbersPart(numbers: Numbers): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const how = Object.entries(numbers.computation ?? {});
  if (how.length)
    parts.push(
      h("p", { class: "computation quiet" }, how.map(([name, text]) => `${spelled(name)} ${text}`).join(" · ")),
    );
  if (numbers.headlines.length) parts.push(tiles(numbers.headlines));
  if (numbers.verdicts.length)
    parts.push(
      h("h2", {}, "Verdicts"),
      h("div", { class: "cards verdicts" }, numbers.verdicts.map(verdictCard)),
    );
  return parts;
}

function detailsPart(numbers: Numbers): HTMLElement[] {
  const folded = (title: string, content: HTMLElement, open = false): HTMLElement =>
    h("details", { class: "panel", open }, h("summary", {}, title), content);
  return [
    ...(numbers.groups.length
      ? [
          folded(
            "All numbers and how they were found",
            rowTable(numbers.groups),
            numbers.headlines.length === 0,
          ),
        ]
      : []),
    ...(numbers.notes.length
      ? [
          folded(
            `Notes (${numbers.notes.length})`,
            h(
              "ul",
              { class: "notes" },
              numbers.notes.map((note) => h("li", {}, coded(note))),
            ),
          ),
        ]
      : []),
    ...(numbers.sources.length
      ? [folded(`Sources (${numbers.sources.length})`, sourceList(numbers.sources))]
      : []),
  ];
}

/** The charts that nearly everybody asks for stand open. */
const MAIN = ["density_pressure", "arrhenius", "nyquist", "thickness_radius", "energy_thickness"];

function chartsPart(charts: Chart[], signal: AbortSignal): HTMLElement[] {
  const grid = (some: Chart[]): HTMLElement =>
    h(
      "div",
      { class: "charts" },
      some.map((chart) => figure(chart, signal)),
    );
  const main = charts.filter(({ name }) => MAIN.includes(name));
  const rest = charts.filter((chart) => !main.includes(chart));
  if (main.length === 0) return [h("h2", {}, "Charts"), grid(rest)];
  return [
    h("h2", {}, "Charts"),
    grid(main),
    ...(rest.length
      ? [h("details", { class: "folded" }, h("summary", {}, `More charts (${rest.length})`), grid(rest))]
      : []),
  ];
}

function filesPart(id: string, files: JobFile[]): HTMLElement {
  const report = files.find(({ name }) => name === "report.html");
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, "Downloads"),
    h(
      "p",
      { class: "downloads" },
      h("a", { class: "button primary", href: address.archive(id), download: "" }, "Everything (zip)"),
      report && h("a", { class: "button", href: address.file(id, report.name), target: "_blank" }, "Report"),
    ),
    h(
      "details",
      {},
      h("summary", {}, `Single files (${files.length})`),
      h(
        "ul",
        { class: "files" },
        files.map((file) =>
          h(
            "li",
            {},
            h("a", { href: address.file(id, file.name), download: "" }, file.name),
            h("span", { class: "quiet" }, ` ${bytes(file.bytes)}`),
          ),
        ),
      ),
    ),
  );
}

/** An image of voxels alone has nothing for the 3D view. */
const solid = (scene: Scene): boolean => scene.particles + scene.fibres > 0 || scene.binder !== null;

async function finished(job: Job, out: HTMLElement, signal: AbortSignal): Promise<void> {
  const [numbers, scene, charts, files] = await Promise.all([
    api.numbers(job.id),
    IN_SPACE.includes(job.kind) ? api.scene(job.id) : null,
    api.charts(job.id),
    api.files(job.id),
  ]);
  if (signal.aborted) return;
  replace(
    out,
    numbersPart(numbers),
    scene &&
      h(
        "div",
        { class: "pair" },
        solid(scene) && volumeView(job.id, scene, signal),
        scene.fields.length > 0 && sliceViewer(job.id, scene, signal),
      ),
    charts.length > 0 && chartsPart(charts, signal),
    detailsPart(numbers),
    job.kind === "design" && impedanceForm(job),
    filesPart(job.id, files),
  );
}

function head(job: Job): HTMLElement {
  const again =
    job.kind === "design" &&
    h(
      "button",
      {
        type: "button",
        class: "small",
        on: {
          click: busy(async () => {
            draft.write(await api.recipeOf(job.id));
            go("design");
          }),
        },
      },
      "Edit its recipe",
    );
  return h(
    "div",
    { class: "jobhead" },
    h("h1", {}, formulas(job.title || job.kind)),
    h(
      "p",
      { class: "quiet" },
      stateBadge(job),
      ` ${job.kind}, ${moment(time(job.created))} `,
      job.state === "done" && again,
      job.state === "done" &&
        job.kind === "design" &&
        h("a", { class: "button small", href: `#/compare?jobs=${job.id}` }, "Compare"),
      cancelButton(job),
    ),
  );
}

function stateText(job: Job): HTMLElement | null {
  if (job.state === "failed") {
    return h(
      "div",
      { class: "panel failed" },
      h("h2", {}, "It failed"),
      h("p", {}, job.error?.message ?? "no reason given"),
      job.error?.allowed && h("p", {}, `Allowed: ${job.error.allowed}`),
    );
  }
  return job.state === "cancelled" ? h("p", { class: "empty" }, "Cancelled; nothing was kept.") : null;
}

function overview(page: HTMLElement): void {
  const list = jobs.all().filter((job) => job.kind !== "study");
  replace(
    page,
    h("h1", {}, "Results"),
    list.length === 0
      ? h("p", { class: "empty" }, "Nothing yet. ", h("a", { href: "#/design" }, "Design a membrane"), ".")
      : h(
          "ul",
          { class: "joblist" },
          list.map((job) =>
            h(
              "li",
              {},
              h(
                "a",
                { class: "card", href: `#/results/${job.id}` },
                h("b", {}, formulas(job.title || job.kind)),
                stateBadge(job),
                h("span", { class: "quiet" }, ` ${job.kind}, ${moment(time(job.created))}`),
              ),
            ),
          ),
        ),
  );
}

export const resultsView: View = (page, place, signal) => {
  if (!place.id) {
    jobs.listen(() => overview(page), signal);
    return overview(page);
  }
  const [top, out] = [h("div", { "aria-live": "polite" }), h("div", { class: "out" })];
  let shown = "";
  const paint = (): void => {
    const job = jobs.get(place.id);
    if (!job)
      return replace(
        top,
        h(
          "p",
          { class: "empty" },
          jobs.connected ? "There is no such job (any more). " : "Waiting for the server.",
          jobs.connected && h("a", { href: "#/results" }, "All results"),
        ),
      );
    replace(
      top,
      head(job),
      progressBar(job),
      running(job) && h("p", { class: "quiet" }, "It goes on when you leave or close this page."),
      stateText(job),
    );
    if (job.state === "done" && shown !== "done") finished(job, out, signal).catch(complain);
    if (running(job)) replace(out);
    shown = job.state;
  };
  jobs.listen((job) => {
    if (!job || job.id === place.id) paint();
  }, signal);
  replace(page, top, out);
  paint();
};
