// A chart as a self-contained SVG: the same drawing on the page, in the SVG file and in the PNG.
import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from "d3-scale";
import { area, curveCatmullRom, line, symbol, symbolStar } from "d3-shape";
import { svg, uniqueId } from "../dom";
import { KINDS } from "../palette";
import { number } from "../text";
import type { Axis, Chart, Series } from "../types";

export interface Ink {
  ink: string;
  quiet: string;
  faint: string;
  paper: string;
  kinds: readonly string[];
}

export const PRINT: Ink = {
  ink: "#1b1f24",
  quiet: "#545d69",
  faint: "#d8dce1",
  paper: "#ffffff",
  kinds: KINDS,
};

export interface Place {
  series: Series;
  index: number;
  x: number;
  y: number;
}

type Scale = ScaleContinuousNumeric<number, number>;

const MARGIN = { top: 12, right: 16, bottom: 46, left: 66 };
const NAMES = 62; // px more below an axis whose ticks are names, which stand aslant
const FONT = "'Inter Variable', Inter, Helvetica, Arial, sans-serif";

export const axisTitle = (axis: Axis): string => (axis.unit ? `${axis.label} (${axis.unit})` : axis.label);

function usable(value: number | null | undefined, axis: Axis): value is number {
  return value !== null && value !== undefined && Number.isFinite(value) && (!axis.log || value > 0);
}

export const isNyquist = (chart: Chart): boolean => chart.name.startsWith("nyquist");
const STEEPEST = 1.5; // −Im Z over Re Z

/**
 * Which points decide how much is shown: where electrodes block, points may leave a Nyquist plot.
 * An arc is as steep where it begins, but lies no farther out than what resists.
 */
function counts(chart: Chart): (series: Series, k: number) => boolean {
  const far = (s: Series, k: number): number => Math.hypot(s.x[k]!, s.y[k] ?? 0);
  const resistive = (s: Series, k: number): boolean => (s.y[k] ?? 0) <= STEEPEST * s.x[k]!;
  const reach = chart.series.flatMap((s) => s.x.map((_, k) => (resistive(s, k) ? far(s, k) : 0)));
  const farthest = Math.max(0, ...reach);
  return isNyquist(chart) && farthest > 0 ? (s, k) => far(s, k) <= farthest : () => true;
}

function extent(chart: Chart, which: "x" | "y"): [number, number] {
  const names = chart[which].ticks;
  if (names) return [-0.5, names.length - 0.5];
  const counted = counts(chart);
  const values = chart.series
    .flatMap((s) =>
      (which === "x" ? [s.x, s.x_low, s.x_high] : [s.y, s.low, s.high]).flatMap((column) =>
        (column ?? []).filter((_, k) => counted(s, k)),
      ),
    )
    .filter((value): value is number => usable(value, chart[which]));
  if (values.length === 0) return chart[which].log ? [1, 10] : [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (chart[which].log) return low < high ? [low / 1.15, high * 1.15] : [low / 2, low * 2];
  const room = 0.04 * (high - low) || Math.abs(low) / 2 || 1;
  const floor = low >= 0 && low - room < 0.25 * high ? 0 : low - room;
  return [floor, high + room];
}

function scales(chart: Chart, width: number, height: number): [Scale, Scale] {
  const make = (which: "x" | "y", range: [number, number]): Scale =>
    (chart[which].log ? scaleLog() : scaleLinear()).domain(extent(chart, which)).range(range);
  const x = make("x", [MARGIN.left, width - MARGIN.right]);
  const y = make("y", [height - MARGIN.bottom - (chart.x.ticks ? NAMES : 0), MARGIN.top]);
  if (isNyquist(chart)) equalise(x, y);
  return [x, y];
}

/** One ohm along x is as long as one ohm along y, as Nyquist plots want it. */
function equalise(x: Scale, y: Scale): void {
  const length = (scale: Scale, of: "domain" | "range"): number =>
    Math.abs(scale[of]()[1]! - scale[of]()[0]!);
  const perPixel = Math.max(
    length(x, "domain") / length(x, "range"),
    length(y, "domain") / length(y, "range"),
  );
  for (const scale of [x, y])
    scale.domain([scale.domain()[0]!, scale.domain()[0]! + perPixel * length(scale, "range")]);
}

const MOST_TICKS = 9;

/** Ticks that have room: of a long logarithmic axis the decades only, or every other one. */
function ticks(scale: Scale, axis: Axis, count: number): number[] {
  if (axis.ticks) return axis.ticks.map((_, k) => k);
  const all = scale.ticks(count);
  if (!axis.log) return all;
  const [low, high] = scale.domain() as [number, number];
  const decades = Math.log10(high / low);
  if (decades < 1.2) return scaleLinear().domain([low, high]).ticks(count);
  const lead = (value: number): number => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const several = all.filter((value) => [1, 2, 5].includes(lead(value)));
  if (several.length <= MOST_TICKS) return several;
  const tens = all.filter((value) => lead(value) === 1);
  return tens.length <= MOST_TICKS ? tens : tens.filter((_, k) => k % 2 === 0);
}

/** What stands at a tick: its number, or the name of the group that it is. */
const tickText = (value: number, axis: Axis): string =>
  axis.ticks ? (axis.ticks[Math.round(value)] ?? "") : number(value);

function axes(chart: Chart, x: Scale, y: Scale, ink: Ink): SVGElement[] {
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  const parts: SVGElement[] = [];
  for (const value of ticks(x, chart.x, Math.max(3, (right - left) / 90))) {
    parts.push(
      svg("path", { d: `M${x(value)} ${top}V${bottom}`, stroke: ink.faint }),
      svg(
        "text",
        chart.x.ticks
          ? {
              transform: `translate(${x(value) + 4} ${bottom + 14}) rotate(-38)`,
              "text-anchor": "end",
              fill: ink.quiet,
            }
          : { x: x(value), y: bottom + 18, "text-anchor": "middle", fill: ink.quiet },
        tickText(value, chart.x),
      ),
    );
  }
  for (const value of ticks(y, chart.y, Math.max(3, (bottom - top) / 46))) {
    parts.push(
      svg("path", { d: `M${left} ${y(value)}H${right}`, stroke: ink.faint }),
      svg(
        "text",
        { x: left - 8, y: y(value) + 4, "text-anchor": "end", fill: ink.quiet },
        tickText(value, chart.y),
      ),
    );
  }
  const middle = (top + bottom) / 2;
  parts.push(
    svg("path", { d: `M${left} ${top}V${bottom}H${right}`, fill: "none", stroke: ink.quiet }),
    svg(
      "text",
      {
        x: (left + right) / 2,
        y: bottom + 38 + (chart.x.ticks ? NAMES : 0),
        "text-anchor": "middle",
        fill: ink.ink,
      },
      axisTitle(chart.x),
    ),
    svg(
      "text",
      { transform: `translate(14 ${middle}) rotate(-90)`, "text-anchor": "middle", fill: ink.ink },
      axisTitle(chart.y),
    ),
  );
  return parts;
}

const TARGET = "#7a828c"; // seen on light and on dark paper
const STARS = ["#F0E442", "#FFFFFF", "#7B4EA3", "#1B1F24"] as const; // apart by lightness, too
const CROWD = 12; // points with error bars, beyond which the bars are drawn faintly

/** Lines that were computed are drawn through, those of a target are broken. */
export const isLine = (series: Series): boolean => series.kind === "line" || series.kind === "target";
export const dashes = (series: Series): string | undefined => (series.kind === "target" ? "6 4" : undefined);

/**
 * Colour of each series; a band and its line share a group and so a colour. One star is yellow;
 * several have the colour of their line, or one of their own that no group of points has.
 */
export function colours(chart: Chart, kinds: readonly string[]): Map<Series, string> {
  const stars = chart.series.filter((s) => s.kind === "star");
  const others = chart.series.filter((s) => s.kind !== "star" && s.kind !== "target");
  const group = (s: Series): string => s.group ?? s.name;
  const groups = [...new Set(others.map(group))];
  const alone = stars.filter((s) => stars.length === 1 || !groups.includes(group(s)));
  const colour = (s: Series): string => {
    if (s.kind === "target") return TARGET;
    if (alone.includes(s)) return STARS[alone.indexOf(s) % STARS.length]!;
    return kinds[groups.indexOf(group(s)) % kinds.length]!;
  };
  return new Map(chart.series.map((s) => [s, colour(s)]));
}

const MARKS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  "M-3.6-3.6h7.2v7.2h-7.2z",
  "M0-4.8L4.4 3.4H-4.4z",
  "M0-5L5 0L0 5L-5 0z",
  "M0 4.8L4.4-3.4H-4.4z",
  "M-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z",
];
const STAR = symbol(symbolStar, 190)()!;

/** Shape of a series' points, drawn around the origin; beyond six series shapes recur hollow. */
export function mark(chart: Chart, series: Series, colour: string, ink: Ink): SVGPathElement {
  if (series.kind === "star")
    return svg("path", { d: STAR, fill: colour, stroke: ink.ink, "stroke-width": 1.3 });
  const place = chart.series.filter((s) => s.kind === "points").indexOf(series);
  const hollow = Math.floor(place / MARKS.length) % 2 === 1;
  return svg("path", {
    d: MARKS[place % MARKS.length]!,
    fill: hollow ? ink.paper : colour,
    stroke: hollow ? colour : ink.paper,
    "stroke-width": hollow ? 1.5 : 0.8,
  });
}

/** What stands for a series in a legend, 24 px wide and 16 px high. */
export function legendSign(chart: Chart, series: Series, colour: string, ink: Ink): SVGElement {
  if (isLine(series))
    return svg("path", {
      d: "M0 8h24",
      stroke: colour,
      "stroke-width": 2.4,
      "stroke-dasharray": dashes(series),
    });
  if (series.kind === "band")
    return svg("rect", { y: 2, width: 24, height: 12, fill: colour, "fill-opacity": 0.3 });
  return svg(
    "g",
    { transform: `translate(12 8) scale(${series.kind === "star" ? 0.6 : 1})` },
    mark(chart, series, colour, ink),
  );
}

function curve(series: Series, chart: Chart, x: Scale, y: Scale, colour: string): SVGElement {
  const good = (k: number, value: number | null | undefined): boolean =>
    usable(series.x[k], chart.x) && usable(value, chart.y);
  const indices = series.x.map((_, k) => k);
  if (series.kind === "band") {
    const [low, high] = [series.low ?? [], series.high ?? []];
    const shape = area<number>()
      .defined((k) => good(k, low[k]) && good(k, high[k]))
      .x((k) => x(series.x[k]!))
      .y0((k) => y(low[k]!))
      .y1((k) => y(high[k]!));
    return svg("path", { d: shape(indices) ?? "", fill: colour, "fill-opacity": 0.2 });
  }
  if (series.kind === "target")
    return svg("path", {
      d: across(series, x, y),
      stroke: colour,
      "stroke-width": 2,
      "stroke-dasharray": dashes(series),
    });
  const path = line<number>()
    .defined((k) => good(k, series.y[k]))
    .x((k) => x(series.x[k]!))
    .y((k) => y(series.y[k]!));
  if (isNyquist(chart)) path.curve(curveCatmullRom); // arcs, from some ten points per decade
  return svg("path", {
    d: path(indices) ?? "",
    fill: "none",
    stroke: colour,
    "stroke-width": 2,
    "stroke-dasharray": dashes(series),
  });
}

/** A target, upright or level, from end to end of the plot. */
function across(series: Series, x: Scale, y: Scale): string {
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  return series.x[0] === series.x[1]
    ? `M${x(series.x[0]!)} ${bottom}V${top}`
    : `M${left} ${y(series.y[0]!)}H${right}`;
}

/** A bar with caps across `at`; on a logarithmic axis an end at or below nought is open, at the axis. */
function errorBar(
  at: number,
  [low, high]: (number | null | undefined)[],
  axis: Axis,
  scale: Scale,
  upright: boolean,
): string {
  if (typeof low !== "number" || !usable(high, axis)) return "";
  const open = !usable(low, axis);
  const [from, to] = [open ? scale.range()[0]! : scale(low), scale(high)];
  const cap = (end: number): string => (upright ? `M${at - 3} ${end}h6` : `M${end} ${at - 3}v6`);
  return (upright ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`) + (open ? "" : cap(from)) + cap(to);
}

function marks(series: Series, chart: Chart, x: Scale, y: Scale, colour: string, ink: Ink): SVGElement[] {
  return series.x.flatMap((value, k) => {
    if (!within(series, k, chart, x, y)) return [];
    const place = [x(value), y(series.y[k]!)] as const;
    const bars =
      errorBar(place[0], [series.low?.[k], series.high?.[k]], chart.y, y, true) +
      errorBar(place[1], [series.x_low?.[k], series.x_high?.[k]], chart.x, x, false);
    const sign = mark(chart, series, colour, ink);
    sign.setAttribute("transform", `translate(${place.join(" ")}) scale(1.15)`);
    const stroke = series.kind === "star" ? ink.ink : colour;
    const faint = series.x.length > CROWD ? 0.3 : undefined;
    return bars
      ? [svg("path", { class: "error-bar", d: bars, stroke, "stroke-opacity": faint }), sign]
      : [sign];
  });
}

/** Whether a point can be drawn: it has numbers, and lies within the axes. */
function within(series: Series, k: number, chart: Chart, x: Scale, y: Scale): boolean {
  const [across, up] = [series.x[k], series.y[k]];
  if (!usable(across, chart.x) || !usable(up, chart.y)) return false;
  const inside = (at: number, [start, end]: number[]): boolean =>
    at >= Math.min(start!, end!) - 1 && at <= Math.max(start!, end!) + 1;
  return inside(x(across), x.range()) && inside(y(up), y.range());
}

/** The drawing, where its points and lines lie for the pointer, and how many marks lie outside. */
export function draw(
  chart: Chart,
  width: number,
  height: number,
  ink: Ink,
): { element: SVGSVGElement; places: Place[]; beyond: number } {
  const [x, y] = scales(chart, width, height);
  const colour = colours(chart, ink.kinds);
  const rank = { band: 0, target: 1, line: 1, points: 2, star: 3 };
  const ordered = [...chart.series].sort((a, b) => rank[a.kind] - rank[b.kind]);
  const frame = uniqueId("frame");
  const [left, top] = [x.range()[0]!, y.range()[1]!];
  const element = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      "font-family": FONT,
      "font-size": 12,
      xmlns: "http://www.w3.org/2000/svg",
    },
    svg("rect", { width, height, fill: ink.paper }),
    svg(
      "clipPath",
      { id: frame },
      svg("rect", { x: left, y: top, width: x.range()[1]! - left, height: y.range()[0]! - top }),
    ),
    axes(chart, x, y, ink),
    ordered.map((series) =>
      isLine(series) || series.kind === "band"
        ? svg(
            "g",
            { "clip-path": `url(#${frame})` },
            curve(series, chart, x, y, colour.get(series)!),
          )
        : marks(series, chart, x, y, colour.get(series)!, ink),
    ),
  );
  const read = ordered.filter((series) => series.kind !== "band");
  const places = read.flatMap((series) =>
    series.x.flatMap((value, index) =>
      within(series, index, chart, x, y)
        ? [{ series, index, x: x(value), y: y(series.y[index]!) }]
        : [],
    ),
  );
  const beyond = read
    .filter((series) => series.kind === "points")
    .flatMap((series) => series.x.filter((_, k) => !within(series, k, chart, x, y))).length;
  return { element, places, beyond };
}
