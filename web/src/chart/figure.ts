// A chart on the page: drawn to the width it has, read by pointer and arrow keys, exported.
import { h, replace, svg } from "../dom";
import { formulas } from "../formula";
import { KINDS } from "../palette";
import { number, typeset } from "../text";
import type { Chart } from "../types";
import { busy } from "../widgets/notice";
import { doiLink } from "../widgets/answers";
import { colours, draw, type Ink, isLine, isNyquist, legendSign, type Place } from "./draw";
import { exportChart } from "./export";

function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: read("ink"),
    quiet: read("quiet"),
    faint: read("line"),
    paper: read("card"),
    kinds: KINDS.map((_, k) => read(`kind-${k}`)),
  };
}

function legend(chart: Chart, ink: Ink): Element[] {
  const shades = colours(chart, ink.kinds);
  return chart.series.map((series) =>
    h(
      "li",
      {},
      svg("svg", { viewBox: "0 0 24 16", width: 24, height: 16, "aria-hidden": "true" }, legendSign(chart, series, shades.get(series)!, ink)),
      h("span", {}, formulas(typeset(series.name))),
    ),
  );
}

function reading(chart: Chart, place: Place): (string | Node)[] {
  const { series, index } = place;
  const value = (x: number, unit: string): string => `${number(x, 4)}${unit ? `\u00a0${unit}` : ""}`;
  const bracket = (low: number | null | undefined, high: number | null | undefined): string =>
    typeof low === "number" && typeof high === "number" ? ` (${number(low)} to ${number(high)})` : "";
  const [across, up] = [
    bracket(series.x_low?.[index], series.x_high?.[index]),
    bracket(series.low?.[index], series.high?.[index]),
  ];
  const text = series.text?.[index];
  return [
    `${series.name}: ${chart.x.label.toLowerCase()} ${value(series.x[index]!, chart.x.unit)}${across}, ${chart.y.label.toLowerCase()} ${value(series.y[index]!, chart.y.unit)}${up}`,
    ...(text && text !== series.name ? [" · ", text, " ", linkIfAny(text)] : []),
  ];
}

function linkIfAny(text: string): string | Node {
  const link = doiLink(text);
  return typeof link === "string" ? "" : link;
}

export interface FigureOptions {
  height?: number;
  onChoose?: (place: Place) => void;
}

export function figure(chart: Chart, signal: AbortSignal, options: FigureOptions = {}): HTMLElement {
  const stage = h("div", {
    class: "plot",
    tabindex: 0,
    role: "application",
    "aria-label": `Chart: ${chart.title}. Arrow keys step through the points.`,
  });
  const readout = h(
    "p",
    { class: "readout quiet", "aria-live": "polite" },
    "Point at the chart, or use the arrow keys, to read values.",
  );
  const names = h("ul", { class: "legend" });
  const ring = svg("circle", { r: 8, fill: "none", "stroke-width": 2, visibility: "hidden" });
  const note = h("p", { class: "note quiet" });
  let places: Place[] = [];
  let current = -1;

  const paint = (): void => {
    const width = Math.max(280, Math.round(stage.clientWidth));
    const ink = inkOf(stage);
    const drawing = draw(chart, width, options.height ?? Math.min(340, Math.max(240, 0.62 * width)), ink);
    places = drawing.places;
    const cut =
      isNyquist(chart) && drawing.beyond > 0
        ? `Outside the plot, but in the CSV: ${drawing.beyond} of its points (electrodes block there).`
        : "";
    note.textContent = [chart.note, cut].filter(Boolean).join(" ");
    ring.setAttribute("stroke", ink.ink);
    ring.setAttribute("visibility", "hidden");
    drawing.element.setAttribute("aria-hidden", "true");
    drawing.element.append(ring);
    stage.replaceChildren(drawing.element);
    replace(names, legend(chart, ink));
  };
  const point = (index: number): void => {
    const place = places[index];
    if (!place) return;
    current = index;
    ring.setAttribute("cx", String(place.x));
    ring.setAttribute("cy", String(place.y));
    ring.setAttribute("visibility", "visible");
    replace(readout, reading(chart, place));
  };
  const nearest = (event: MouseEvent): number => {
    const frame = stage.getBoundingClientRect();
    const distances = places.map((place) => {
      const own = isLine(place.series) ? 14 : 0; // marks win over lines
      return Math.hypot(place.x - event.clientX + frame.left, place.y - event.clientY + frame.top) + own;
    });
    const least = Math.min(...distances);
    return least < 60 ? distances.indexOf(least) : -1;
  };

  stage.addEventListener("pointermove", (event) => point(nearest(event)));
  stage.addEventListener("click", (event) => {
    const place = places[nearest(event)];
    if (place) options.onChoose?.(place);
  });
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step !== undefined && places.length > 0) {
      event.preventDefault();
      point((current + step + places.length) % places.length);
    } else if (event.key === "Enter" && places[current]) options.onChoose?.(places[current]!);
  });
  const observer = new ResizeObserver(paint);
  observer.observe(stage);
  signal.addEventListener("abort", () => observer.disconnect());
  window.addEventListener("themechange", paint, { signal });

  const buttons = (["svg", "png", "csv"] as const).map((format) =>
    h(
      "button",
      {
        type: "button",
        class: "small",
        "aria-label": `${chart.title} as ${format.toUpperCase()}`,
        on: { click: busy(() => exportChart(chart, format)) },
      },
      format.toUpperCase(),
    ),
  );
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, h("h3", {}, chart.title), h("div", { class: "tools" }, buttons)),
    stage,
    names,
    readout,
    note,
  );
}
