// A chart as a file: SVG, PNG at three times the size, or CSV for Origin and spreadsheets.
import { h, svg } from "../dom";
import { lowered } from "../formula";
import { guarded } from "../spreadsheet";
import { typeset } from "../text";
import type { Chart } from "../types";
import { axisTitle, colours, draw, legendSign, PRINT } from "./draw";

const SIZE = { width: 640, height: 420, line: 18 };

/** The print drawing with its title and legend, which the page shows as text beside it. */
export function printed(chart: Chart): SVGSVGElement {
  const { element } = draw(chart, SIZE.width, SIZE.height, PRINT);
  const height = SIZE.height + SIZE.line * (chart.series.length + 2);
  const shades = colours(chart, PRINT.kinds);
  const legend = chart.series.map((series, k) => {
    const y = SIZE.height + SIZE.line * (k + 1);
    const sign = svg(
      "g",
      { transform: `translate(66 ${y - 12})` },
      legendSign(chart, series, shades.get(series)!, PRINT),
    );
    return [sign, svg("text", { x: 98, y, fill: PRINT.ink }, lowered(typeset(series.name)))];
  });
  const title = svg(
    "text",
    { x: 66, y: 18, "font-size": 14, "font-weight": 600, fill: PRINT.ink },
    chart.title,
  );
  return svg(
    "svg",
    {
      viewBox: `0 -26 ${SIZE.width} ${height}`,
      width: SIZE.width,
      height,
      "font-size": 12,
      "font-family": element.getAttribute("font-family"),
      xmlns: "http://www.w3.org/2000/svg",
    },
    svg("rect", { y: -26, width: SIZE.width, height, fill: PRINT.paper }),
    element,
    svg("g", { transform: "translate(0 -26)" }, title),
    legend,
  );
}

export const svgText = (chart: Chart): string => new XMLSerializer().serializeToString(printed(chart));

async function png(chart: Chart): Promise<Blob> {
  const picture = new Image();
  const address = URL.createObjectURL(new Blob([svgText(chart)], { type: "image/svg+xml" }));
  picture.src = address;
  await picture.decode();
  URL.revokeObjectURL(address);
  const canvas = h("canvas", { width: 3 * picture.width, height: 3 * picture.height });
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser gave no picture"))),
      "image/png",
    ),
  );
}

function cell(text: string): string {
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvText(chart: Chart): string {
  const head = ["series", axisTitle(chart.x), axisTitle(chart.y), "low", "high", "x low", "x high", "source"]
    .map(cell)
    .join(",");
  const rows = chart.series.flatMap((series) =>
    series.x.map((x, k) =>
      [
        cell(series.name),
        x,
        series.y[k] ?? "",
        series.low?.[k] ?? "",
        series.high?.[k] ?? "",
        series.x_low?.[k] ?? "",
        series.x_high?.[k] ?? "",
        cell(series.text?.[k] ?? ""),
      ].join(","),
    ),
  );
  return [head, ...rows].join("\n") + "\n";
}

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export async function exportChart(chart: Chart, format: "svg" | "png" | "csv"): Promise<void> {
  const content = {
    svg: () => new Blob([svgText(chart)], { type: "image/svg+xml" }),
    csv: () => new Blob([csvText(chart)], { type: "text/csv" }),
    png: () => png(chart),
  }[format];
  save(await content(), `${chart.name}.${format}`);
}
