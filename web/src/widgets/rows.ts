// Quantities with their error bars: as tiles and as a table.
import { h, svg } from "../dom";
import { formulas } from "../formula";
import type { Row } from "../types";

export function shown(row: Row): HTMLElement {
  if (row.reason) return h("span", { class: "missing" }, row.reason);
  return h(
    "span",
    { class: "number" },
    row.text,
    row.unit && h("span", { class: "unit" }, `\u00a0${row.unit}`),
    row.aside && h("span", { class: "aside" }, ` (${row.aside})`),
  );
}

export const badge = (): HTMLElement =>
  h("span", { class: "badge", title: "a rule of thumb, not a computed value" }, "estimate");

/** Value, whiskers and scale from 0, or by decades where the bracket spans more than one. */
export function errorBar(row: Row): SVGSVGElement | null {
  if (row.value === null || row.value <= 0) return null;
  const low = row.low ?? (row.std !== null ? row.value - row.std : null);
  const high = row.high ?? (row.std !== null ? row.value + row.std : null);
  if (low === null || high === null || !(high > low)) return null;
  const decades = low > 0 && high / low > 10;
  const place = decades
    ? (x: number): number => 6 + (108 * Math.log(x / low)) / Math.log(high / low)
    : (x: number): number => (108 * Math.max(x, 0)) / high + 2;
  const [a, v, b] = [place(low), place(row.value), place(high)];
  return svg(
    "svg",
    { class: "errorbar", viewBox: "0 0 120 14", "aria-hidden": "true" },
    svg("path", { class: "track", d: "M2 7H118" }),
    svg("path", { class: "whisker", d: `M${a} 7H${b}M${a} 2.5V11.5M${b} 2.5V11.5` }),
    svg("circle", { class: "mark", cx: v, cy: 7, r: 4 }),
  );
}

export function tile(row: Row): HTMLElement {
  return h(
    "div",
    { class: "tile" },
    h("dt", {}, formulas(row.label)),
    h(
      "dd",
      {},
      shown(row),
      errorBar(row),
      row.bracket && h("span", { class: "aside" }, `range ${row.bracket} ${row.unit} `),
      row.estimate && badge(),
    ),
  );
}

export const tiles = (rows: Row[]): HTMLElement => h("dl", { class: "tiles" }, rows.map(tile));

export function rowTable(groups: { title: string; rows: Row[] }[]): HTMLElement {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "All numbers" },
    h(
      "table",
      { class: "numbers" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["Quantity", "Value", "Range", "How"].map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      groups.map((group) =>
        h(
          "tbody",
          {},
          group.title && h("tr", { class: "group" }, h("th", { colspan: 4, scope: "rowgroup" }, group.title)),
          group.rows.map((row) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, formulas(row.label), " ", row.estimate && badge()),
              h("td", {}, shown(row)),
              h("td", { class: "quiet" }, row.bracket ? `${row.bracket} ${row.unit}` : ""),
              h("td", { class: "quiet words" }, [row.method, row.validity].filter(Boolean).join("; ")),
            ),
          ),
        ),
      ),
    ),
  );
}
