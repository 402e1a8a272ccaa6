// A cut through the volume: field, axis and depth are chosen, colours are made here.
import { address, api, type Slice } from "../api";
import { h, replace, setAttribute } from "../dom";
import { colourTable, type MapName, PHASES, rgb } from "../palette";
import { number, spelled, typeset } from "../text";
import type { Scene, SceneField } from "../types";
import { complain } from "./notice";

const AXES = ["x", "y", "z"] as const;
type AxisName = (typeof AXES)[number];

const MAP_OF: Record<string, MapName> = { potential: "viridis", current: "viridis", stress: "cividis" };
const TALLEST = 560; // px on the screen
const CACHE = 400; // slices kept, so that going back and forth asks for nothing

/** Neighbouring grains get colours that differ: blues and greys of many lightnesses. */
function grainColour(grain: number): [number, number, number] {
  if (grain <= 0) return rgb(PHASES.pore!);
  const mixed = Math.imul(grain, 2654435761) >>> 0;
  const [tone, tint] = [(mixed & 1023) / 1023, ((mixed >> 10) & 1023) / 1023];
  return [70 + 110 * tone, 120 + 90 * tone - 20 * tint, 165 + 70 * tone];
}

function paint(slice: Slice, field: SceneField, canvas: HTMLCanvasElement): void {
  canvas.width = slice.columns;
  canvas.height = slice.rows;
  canvas.style.width = `min(100%, ${Math.round((TALLEST * slice.columns) / slice.rows)}px)`;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(slice.columns, slice.rows);
  const colour = colouring(field);
  for (let k = 0; k < slice.values.length; k += 1) {
    // row 0 of the data is the lowest, that of a picture the topmost
    const target =
      4 * ((slice.rows - 1 - Math.floor(k / slice.columns)) * slice.columns + (k % slice.columns));
    image.data.set(colour(slice.values[k]!), target);
    image.data[target + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

type Colour = ArrayLike<number>;

function colouring(field: SceneField): (value: number) => Colour {
  if (field.labels) {
    const table = field.labels.map((name) => rgb(PHASES[name] ?? "#9a9187"));
    return (value) => table[value] ?? [255, 0, 255];
  }
  if (field.name === "grain") return grainColour;
  const all = colourTable(MAP_OF[field.name] ?? "viridis");
  const table = Array.from({ length: 256 }, (_, k) => all.subarray(4 * k, 4 * k + 3));
  const pore = rgb(PHASES.pore!);
  const slope = 255 / (field.max - field.min || 1);
  return (value) =>
    Number.isFinite(value)
      ? table[Math.min(255, Math.max(0, Math.round((value - field.min) * slope)))]!
      : pore;
}

function key(field: SceneField): HTMLElement {
  const swatch = (colour: Colour, name: string): HTMLElement => {
    const box = h("span", { class: "swatch" });
    box.style.backgroundColor = `rgb(${Array.from(colour).join(",")})`;
    return h("li", {}, box, name);
  };
  if (field.labels)
    return h(
      "ul",
      { class: "legend" },
      field.labels.slice(0, field.max + 1).map((name) => swatch(rgb(PHASES[name] ?? "#9a9187"), name)),
    );
  if (field.name === "grain") return h("p", { class: "quiet" }, "One colour per grain; dark is no grain.");
  const bar = h("canvas", { width: 256, height: 1, class: "bar", "aria-hidden": "true" });
  bar
    .getContext("2d")!
    .putImageData(
      new ImageData(new Uint8ClampedArray(colourTable(MAP_OF[field.name] ?? "viridis")), 256, 1),
      0,
      0,
    );
  const end = (value: number): string =>
    `${number(value * field.scale)}${field.unit ? `\u00a0${field.unit}` : ""}`;
  return h(
    "div",
    { class: "colourbar" },
    h("span", {}, end(field.min)),
    bar,
    h("span", {}, end(field.max)),
    field.unit === "" && h("span", { class: "quiet" }, "times its mean"),
    h(
      "ul",
      { class: "legend" },
      swatch(rgb(PHASES.pore!), field.name === "stress" ? "pore" : "pore, or does not conduct"),
    ),
  );
}

export function sliceViewer(id: string, scene: Scene, signal: AbortSignal): HTMLElement {
  const canvas = h("canvas", { class: "slice", role: "img" });
  const field = h(
    "select",
    {},
    scene.fields.map(({ name }) => h("option", { value: name }, spelled(name))),
  );
  const axis = h(
    "select",
    {},
    AXES.map((name) => h("option", { value: name }, name === "z" ? "z (through the membrane)" : name)),
  );
  axis.value = "y";
  const depth = h("input", { type: "range", min: 0 });
  const [where, readout] = [
    h("output", {}),
    h("p", { class: "readout quiet" }, "Point at the slice to read a value."),
  ];
  const [legend, scale] = [h("div", {}), h("p", { class: "readout quiet" })];
  const note = h("p", { class: "note" });
  const missing = Object.entries(scene.missing ?? {}).map(([name, reason]) =>
    h("p", { class: "quiet" }, `No ${spelled(name).toLowerCase()}: ${typeset(reason)}.`),
  );
  const picture = h("a", { class: "button small", download: "slice.png" }, "PNG");
  const kept = new Map<string, Slice>();
  let asked = new AbortController();
  let latest: Slice | null = null;

  const chosen = (): SceneField => scene.fields.find(({ name }) => name === field.value)!;
  const aim = (): void => {
    const size = scene.shape[AXES.indexOf(axis.value as AxisName)]!;
    depth.max = String(size - 1);
    depth.value = String(Math.floor(size / 2));
  };
  const load = async (): Promise<Slice> => {
    const key = `${field.value} ${axis.value} ${depth.value}`;
    const found = kept.get(key);
    if (found) return found;
    asked.abort();
    asked = new AbortController();
    const slice = await api.slice(id, field.value, axis.value, Number(depth.value), asked.signal);
    if (kept.size >= CACHE) kept.delete(kept.keys().next().value!);
    kept.set(key, slice);
    return slice;
  };
  const show = async (): Promise<void> => {
    const started = performance.now();
    const distance = (Number(depth.value) + 0.5) * scene.voxel_size_m * 1e6;
    where.textContent = `${axis.value} = ${number(distance)} µm`;
    latest = await load();
    paint(latest, chosen(), canvas);
    setAttribute(canvas, "aria-label", `${spelled(field.value)} at ${where.textContent}`);
    setAttribute(picture, "href", address.slice(id, field.value, axis.value, Number(depth.value)));
    canvas.dataset.milliseconds = (performance.now() - started).toFixed(1);
    canvas.dataset.shown = `${field.value} ${axis.value} ${depth.value}`;
  };
  const change = (): void => {
    const [across, up] = AXES.filter((name) => name !== axis.value);
    const size = (name: AxisName): string =>
      number(scene.shape[AXES.indexOf(name)]! * scene.voxel_size_m * 1e6);
    scale.textContent = `${across} to the right, ${size(across!)} µm; ${up} upwards, ${size(up!)} µm; voxel ${number(scene.voxel_size_m * 1e6)} µm`;
    replace(legend, key(chosen()));
    note.textContent = chosen().note ?? "";
    void show().catch(complain);
  };
  canvas.addEventListener("pointermove", (event) => {
    if (!latest) return;
    const box = canvas.getBoundingClientRect();
    const column = Math.min(
      latest.columns - 1,
      Math.floor(((event.clientX - box.left) / box.width) * latest.columns),
    );
    const row =
      latest.rows -
      1 -
      Math.min(latest.rows - 1, Math.floor(((event.clientY - box.top) / box.height) * latest.rows));
    const value = latest.values[row * latest.columns + column];
    const { name, labels, unit, scale: factor } = chosen();
    if (value === undefined) return;
    readout.textContent = labels
      ? (labels[value] ?? "")
      : name === "grain"
        ? value > 0
          ? `grain ${value}`
          : "no grain"
        : Number.isFinite(value)
          ? `${spelled(name)}: ${number(value * factor)} ${unit}`
          : "no value here";
  });
  field.addEventListener("change", change);
  axis.addEventListener("change", () => {
    aim();
    change();
  });
  depth.addEventListener("input", () => void show().catch(complain));
  signal.addEventListener("abort", () => asked.abort());
  aim();
  change();
  return h(
    "section",
    { class: "panel slices" },
    h("div", { class: "over-editor" }, h("h2", {}, "Slice"), picture),
    h(
      "div",
      { class: "controls" },
      h("label", {}, "Field", field),
      h("label", {}, "Across", axis),
      h("label", { class: "grow" }, "Depth", depth),
      where,
    ),
    canvas,
    legend,
    note,
    readout,
    scale,
    missing,
  );
}
