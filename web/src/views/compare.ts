// Up to four designs side by side: what comes out, and what differs in their recipes.
import { api, ApiError } from "../api";
import { type Child, h, replace, svg } from "../dom";
import { formulas } from "../formula";
import { jobs } from "../jobs";
import { spelled, typeset } from "../text";
import type { Comparison, Difference, Row } from "../types";
import { go, type View } from "../view";
import { answer } from "../widgets/answers";
import { complain } from "../widgets/notice";
import { jobBoxes } from "../widgets/picker";
import { badge, shown } from "../widgets/rows";

const ends = (row: Row): [number, number] => [
  row.low ?? row.value! - (row.std ?? 0),
  row.high ?? row.value! + (row.std ?? 0),
];

/** The values of one row on a common scale, each with its error bar; without any there is no scale. */
function strip(values: (Row | null)[]): SVGSVGElement | string {
  const known = values.filter((row): row is Row => row?.value !== null && row?.value !== undefined);
  if (known.length < 2 || !known.some((row) => ends(row)[1] > ends(row)[0])) return "";
  const limits = known.flatMap(ends);
  const [low, high] = [Math.min(...limits), Math.max(...limits)];
  if (!(high > low)) return "";
  const decades = low > 0 && high / low > 30;
  const place = (x: number): number =>
    6 + 108 * (decades ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low));
  const height = 10 * values.length + 4;
  return svg(
    "svg",
    { class: "strip", viewBox: `0 0 120 ${height}`, width: 120, height, "aria-hidden": "true" },
    values.map((row, k) => {
      if (row?.value === null || row === null) return [];
      const [a, b] = ends(row).map(place) as [number, number];
      const y = 7 + 10 * k;
      return svg(
        "g",
        { class: `kind-${k}` },
        svg("path", {
          d: `M${a} ${y}H${b}M${a} ${y - 3}v6M${b} ${y - 3}v6`,
          stroke: "currentColor",
          "stroke-width": 1.4,
        }),
        svg("circle", { cx: place(row.value), cy: y, r: 3.4, fill: "currentColor" }),
      );
    }),
  );
}

/** The colour of the k-th design, in its heading and, where a screen is narrow, at its values. */
const dot = (k: number): SVGSVGElement =>
  svg(
    "svg",
    { class: `dot kind-${k}`, viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" },
    svg("circle", { cx: 5, cy: 5, r: 5, fill: "currentColor" }),
  );

const heads = (ids: string[]): HTMLElement[] =>
  ids.map((id, k) =>
    h(
      "th",
      { scope: "col" },
      dot(k),
      h("a", { href: `#/results/${id}` }, formulas(jobs.get(id)?.title ?? id)),
    ),
  );

/** Why there is no value takes a sentence; it stands folded, so that the table stays one. */
function cell(row: Row | null): Child {
  if (!row) return h("span", { class: "quiet" }, "–");
  if (row.reason) return h("details", { class: "missing" }, h("summary", {}, "not available"), row.reason);
  return [
    shown(row),
    row.bracket && h("span", { class: "aside range" }, `range ${row.bracket} ${row.unit}`),
    row.estimate && [" ", badge()],
  ];
}

/** A dotted path that may break behind its dots, not within a word. */
const broken = (path: string): Child[] =>
  path.split(/(?<=[._])/).flatMap((part, k) => (k === 0 ? [part] : [h("wbr", {}), part]));

function differenceRow(name: Child, values: Difference["values"]): HTMLElement {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    values.map((value, k) =>
      h(
        "td",
        {},
        dot(k),
        h("div", {}, value ? typeset(value) : h("span", { class: "quiet" }, "not set")),
      ),
    ),
  );
}

function tables(found: Comparison, ids: string[]): HTMLElement[] {
  return [
    ...(found.warnings.length
      ? [
          h(
            "div",
            { class: "panel warning", role: "note" },
            answer("uncertain", "Computed in unlike ways"),
            h(
              "p",
              {},
              `${found.warnings.join(" ")} Numbers that differ may owe it to the computation, not to the membrane.`,
            ),
          ),
        ]
      : []),
    h(
      "div",
      { class: "scroll panel", tabindex: 0, role: "region", "aria-label": "Results compared" },
      h(
        "table",
        { class: "compare" },
        h("caption", {}, "Results"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Quantity"), heads(ids), h("td", {}))),
        h(
          "tbody",
          {},
          found.rows.map((row) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, row.label),
              row.values.map((value, k) => h("td", {}, dot(k), h("div", {}, cell(value)))),
              h("td", { class: "bars" }, strip(row.values)),
            ),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "scroll panel", tabindex: 0, role: "region", "aria-label": "Recipes and computations compared" },
      h(
        "table",
        { class: "compare" },
        h("caption", {}, "What differs in computations and recipes"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Field"), heads(ids))),
        h(
          "tbody",
          {},
          found.computation.map(({ path, values }) => differenceRow(spelled(path), values)),
          found.differences
            .filter(({ path, values }) => !path.startsWith("measured") && values.some(Boolean))
            .map(({ path, values }) => differenceRow(h("code", {}, broken(path)), values)),
        ),
      ),
    ),
  ];
}

export const compareView: View = async (page, place, signal) => {
  const out = h("div", { class: "out", "aria-live": "polite" });
  let latest = 0;
  let paint = (): void => {};
  const show = async (ids: string[]): Promise<void> => {
    go(`compare?jobs=${ids.join(",")}`, true);
    latest += 1;
    const own = latest;
    paint = () => {};
    if (ids.length < 2) return replace(out, h("p", { class: "empty" }, "Choose two to four designs."));
    const found = await api.compare(ids).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    });
    if (own !== latest) return;
    if (!found)
      return replace(out, h("p", { class: "empty" }, "A design of this link is gone. Choose two to four designs."));
    paint = () => replace(out, tables(found, ids));
    paint();
  };
  jobs.listen((job) => {
    if (job?.state === "done") paint();
  }, signal); // brings the titles
  const ids = (place.query.get("jobs") ?? "").split(",").filter(Boolean).slice(0, 4);
  const boxes = jobBoxes(
    (job) => job.kind === "design",
    ids,
    4,
    (chosen) => void show(chosen.filter((id) => jobs.get(id))).catch(complain),
    signal,
  );
  replace(page, h("h1", {}, "Compare"), h("div", { class: "panel" }, boxes), out);
  await show(ids);
};
