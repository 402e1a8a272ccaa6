// The 3D view with its switches; without WebGL the server's picture stands in.
import { address } from "../api";
import { save } from "../chart/export";
import { h, replace } from "../dom";
import { number } from "../text";
import type { Stage } from "../scene/scene";
import type { Scene } from "../types";
import { busy } from "./notice";

function hasWebGl(): boolean {
  const context = h("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

function picture(id: string, scene: Scene): HTMLElement[] {
  const name = scene.pictures.includes("structure") ? "structure" : scene.pictures[0];
  return [
    h("p", { class: "quiet" }, "This browser has no WebGL; the picture of the report stands in."),
    ...(name
      ? [
          h("img", {
            class: "fallback",
            src: address.picture(id, name),
            alt: "The membrane, drawn by the server",
          }),
        ]
      : []),
  ];
}

const KEYS: Record<string, (stage: Stage) => void> = {
  ArrowLeft: (stage) => stage.turn(-0.12, 0),
  ArrowRight: (stage) => stage.turn(0.12, 0),
  ArrowUp: (stage) => stage.turn(0, 0.12),
  ArrowDown: (stage) => stage.turn(0, -0.12),
  "+": (stage) => stage.zoom(0.88),
  "=": (stage) => stage.zoom(0.88),
  "-": (stage) => stage.zoom(1.14),
  "0": (stage) => stage.reset(),
};

function tools(stage: Stage): HTMLElement {
  const switches = (["particles", "fibres", "binder"] as const).flatMap((name) => {
    const part = stage.parts[name];
    if (!part) return [];
    const box = h("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      part.visible = box.checked;
      stage.request();
    });
    return [h("label", { class: "check" }, box, h("span", { class: `swatch ${name}` }), name)];
  });
  const cut = h("input", { type: "range", min: 0.05, max: 1, step: 0.01, value: 1 });
  cut.addEventListener("input", () => stage.cutAt(Number(cut.value)));
  const reset = h("button", { type: "button", class: "small" }, "Reset view");
  reset.addEventListener("click", () => stage.reset());
  return h("div", { class: "controls" }, switches, h("label", { class: "grow" }, "Cut open", cut), reset);
}

export function volumeView(id: string, scene: Scene, signal: AbortSignal): HTMLElement {
  const stand = h("div", { class: "stage" });
  const above = h("div", {});
  const shot = h("button", { type: "button", class: "small", hidden: true }, "PNG");
  const turning = h("span", {}, " Drag or arrow keys turn, wheel or + and − zoom, 0 resets.");
  const element = h(
    "section",
    { class: "panel volume" },
    h("div", { class: "over-editor" }, h("h2", {}, "Structure"), shot),
    above,
    stand,
    h(
      "p",
      { class: "quiet" },
      `${scene.particles.toLocaleString("en-GB")} particles${scene.fibres ? `, ${scene.fibres.toLocaleString("en-GB")} pieces of fibre` : ""} in a box of ${scene.box_m.map((side) => number(1e6 * side)).join(" × ")} µm (x × y × z, z through the membrane).`,
      turning,
    ),
  );
  if (!hasWebGl()) {
    turning.remove();
    replace(stand, picture(id, scene));
    return element;
  }
  const start = async (): Promise<void> => {
    const { Stage } = await import("../scene/scene");
    const stage = new Stage(signal);
    await stage.load(id, scene);
    stage.canvas.tabIndex = 0;
    stage.canvas.setAttribute("role", "application");
    stage.canvas.setAttribute("aria-label", "Membrane in three dimensions");
    stage.canvas.addEventListener("keydown", (event) => {
      const act = KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act(stage);
    });
    shot.addEventListener(
      "click",
      busy(async () => save((await stage.picture())!, "structure.png")),
    );
    shot.hidden = false;
    replace(above, tools(stage));
    replace(stand, stage.canvas);
    (stand as HTMLElement & { stage?: Stage }).stage = stage; // for the benchmark of frame times
    stage.draw();
  };
  start().catch((reason: unknown) => {
    turning.remove();
    replace(stand, picture(id, scene));
    throw reason;
  });
  return element;
}
