// The figures of the perspective article with published membranes, and own designs as stars.
import { api } from "../api";
import { figure } from "../chart/figure";
import { h, replace, setAttribute } from "../dom";
import { number } from "../text";
import type { Chart } from "../types";
import { go, type View } from "../view";
import { doiLink } from "../widgets/answers";
import { complain } from "../widgets/notice";
import { jobBoxes } from "../widgets/picker";

const FIGURES: Record<string, string> = {
  "1c": "Conductivity and temperature",
  "2c": "Conductivity and thickness",
  "2d": "Thickness",
  "2e": "Energy and thickness",
};

function points(chart: Chart): HTMLElement {
  const rows = chart.series
    .filter((series) => series.kind === "points")
    .flatMap((series) =>
      series.x.map((x, k) => ({ series: series.name, x, y: series.y[k]!, text: series.text?.[k] ?? "" })),
    );
  return h(
    "details",
    {},
    h("summary", {}, `The ${rows.length} published points with their sources`),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Published points" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            [
              "Group",
              chart.x.label + (chart.x.unit && ` (${chart.x.unit})`),
              chart.y.label + (chart.y.unit && ` (${chart.y.unit})`),
              "Membrane",
              "DOI",
            ].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map((row) => {
            const link = doiLink(row.text);
            return h(
              "tr",
              {},
              h("td", {}, row.series),
              h("td", {}, number(row.x)),
              h("td", {}, number(row.y)),
              h(
                "td",
                {},
                typeof link === "string"
                  ? row.text
                  : row.text.replace(link.textContent ?? "", "").replace(/[\s,;·]+$/, ""),
              ),
              h("td", {}, typeof link === "string" ? "" : link),
            );
          }),
        ),
      ),
    ),
  );
}

export const literatureView: View = async (page, place, signal) => {
  const name = place.id in FIGURES ? place.id : "2c";
  const out = h("div", { class: "panel out" });
  let ids = (place.query.get("jobs") ?? "").split(",").filter(Boolean);
  let inner = new AbortController();
  signal.addEventListener("abort", () => inner.abort());
  const links = Object.entries(FIGURES).map(([key, title]) => {
    const link = h("a", { href: `#/literature/${key}` }, h("b", {}, key), ` ${title}`);
    setAttribute(link, "aria-current", key === name && "true");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(`literature/${key}?jobs=${ids.join(",")}`);
    });
    return link;
  });
  const show = async (): Promise<void> => {
    const chart = await api.literature(name, ids);
    inner.abort();
    inner = new AbortController();
    replace(out, figure(chart, inner.signal, { height: 420 }), points(chart));
  };
  const boxes = jobBoxes(
    (job) => job.kind === "design",
    ids,
    12,
    (chosen) => {
      ids = chosen;
      go(`literature/${name}?jobs=${ids.join(",")}`, true);
      void show().catch(complain);
    },
    signal,
  );
  replace(
    page,
    h("h1", {}, "Published membranes"),
    h("nav", { class: "tabs", "aria-label": "Figures" }, links),
    h("div", { class: "side" }, out, h("div", { class: "panel" }, boxes)),
  );
  await show();
};
