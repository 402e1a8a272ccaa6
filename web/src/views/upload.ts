// Own measurements: a particle size distribution, an image stack, an impedance spectrum.
import { api } from "../api";
import { figure } from "../chart/figure";
import { h, replace } from "../dom";
import { number, typeset } from "../text";
import type { Chart, ImageSummary, SizeSummary, SpectrumSummary } from "../types";
import type { View } from "../view";
import { dropZone } from "../widgets/drop";
import { OptionsForm } from "../widgets/options";

const chart = (
  name: string,
  title: string,
  x: Chart["x"],
  y: Chart["y"],
  series: Chart["series"],
): Chart => ({ name, title, x, y, series });

function powder(limit: number, types: string, signal: AbortSignal): HTMLElement {
  const out = h("div", { "aria-live": "polite" });
  const choice = (names: string[]): HTMLSelectElement =>
    h(
      "select",
      { required: true },
      h("option", { value: "" }, "choose"),
      names.map((name) => h("option", { value: name }, typeset(name))),
    );
  const [basis, unit] = [choice(["volume", "area", "number"]), choice(["um", "nm", "mm", "m"])];
  const zone = dropZone("psd", types, limit, out, async (file) => {
    const upload = await api.upload<SizeSummary>("psd", file, { basis: basis.value, unit: unit.value });
    const { d10, d50, d90, diameter, cumulative, text } = upload.summary;
    const micro = (value: number): string => `${number(1e6 * value)} µm`;
    const copy = h("button", { type: "button", class: "small" }, "Copy");
    copy.addEventListener("click", () => void navigator.clipboard.writeText(text));
    const pack = h("button", { type: "button" }, "Pack them");
    const form = new OptionsForm();
    const count = form.field("particles", "Number of particles", "1000");
    form.fill("particles", "1000");
    pack.addEventListener(
      "click",
      form.start(() => ({
        kind: "pack",
        title: `Packing of ${file.name}`,
        upload: upload.id,
        options: { distribution: text },
      })),
    );
    replace(
      out,
      h("p", {}, `d10 ${micro(d10)}, d50 ${micro(d50)}, d90 ${micro(d90)}`),
      figure(
        chart(
          "psd",
          file.name,
          { label: "Diameter", unit: "µm", log: true },
          { label: `Cumulative share by ${basis.value}`, unit: "%", log: false },
          [
            {
              name: "smaller than",
              kind: "line",
              x: diameter.map((d) => 1e6 * d),
              y: cumulative.map((share) => 100 * share),
            },
          ],
        ),
        signal,
      ),
      h("p", {}, "In a recipe, as ", h("code", {}, "ceramic: size"), ": ", h("code", {}, text), " ", copy),
      h("div", { class: "stack" }, count, pack),
    );
  });
  return h(
    "section",
    { class: "panel upload" },
    h("h2", {}, "Particle sizes"),
    h("p", {}, "Two columns, diameter and share, from laser diffraction or image analysis (CSV). What the shares count and the unit of the diameters are chosen by you: neither is guessed."),
    h("div", { class: "controls" }, h("label", {}, "Shares by", basis), h("label", {}, "Diameters in", unit)),
    zone,
    out,
  );
}

function stack(limit: number, types: string, signal: AbortSignal): HTMLElement {
  const out = h("div", { "aria-live": "polite" });
  const zone = dropZone("image", types, limit, out, async (file) => {
    const upload = await api.upload<ImageSummary>("image", file);
    const { shape, dtype, kind, values, histogram } = upload.summary;
    const form = new OptionsForm();
    const size = form.field(
      "voxel_size",
      "Voxel size",
      "398 nm",
      "must be stated; what the file says is only compared",
    );
    const phases = form.field(
      "labels",
      "Labels",
      "0=pore,1=ceramic:2.5 mS/cm,2=binder",
      "value = phase : conductivity : Young's modulus : Poisson's ratio",
    );
    const cuts =
      kind === "grey" &&
      form.field(
        "thresholds",
        "Thresholds",
        "otsu, multi-otsu or 90,160",
        "grey values only: where classes 0, 1, … are cut",
      );
    if (kind === "labels")
      form.fill(
        "labels",
        values
          .map((value) => `${value}=${["pore", "ceramic", "binder", "support"][value] ?? "ceramic"}`)
          .join(","),
      );
    else form.fill("thresholds", "otsu");
    const electrodes = form.field(
      "electrode_resistance",
      "Electrode resistance",
      "e.g. 5 ohm*cm^2",
      "of the contact with each electrode",
    );
    const between = form.field(
      "interface_resistance",
      "Interface resistance",
      "e.g. 10 ohm*cm^2",
      "between grains, or by pairs: ceramic-binder=5 ohm*cm^2",
    );
    const seed = form.field("seed", "Seed of the orientations", "0");
    const split = h("input", { type: "checkbox" });
    const random = h("input", { type: "checkbox" });
    const measure = h("button", { type: "button", class: "primary" }, "Measure");
    measure.addEventListener(
      "click",
      form.start(() => ({
        kind: "image",
        title: upload.name,
        upload: upload.id,
        options: { split_grains: split.checked, orientation: random.checked ? "random" : "axes" },
      })),
    );
    const middles = histogram.counts.map((_, k) => (histogram.edges[k]! + histogram.edges[k + 1]!) / 2);
    replace(
      out,
      h(
        "p",
        {},
        `${shape.join(" × ")} voxels, ${dtype}, ${kind === "labels" ? `labels ${values.join(", ")}` : "grey values"}`,
      ),
      kind === "grey" &&
        figure(
          chart(
            "histogram",
            "Grey values",
            { label: "Grey value", unit: "", log: false },
            { label: "Voxels", unit: "", log: true },
            [{ name: file.name, kind: "line", x: middles, y: histogram.counts }],
          ),
          signal,
        ),
      h(
        "div",
        { class: "stack" },
        size,
        phases,
        cuts,
        h("label", { class: "check" }, split, "separate touching grains at their waists (an estimate)"),
        h(
          "details",
          {},
          h("summary", {}, "Resistances and crystals"),
          between,
          electrodes,
          h(
            "label",
            { class: "check" },
            random,
            "turn each grain's crystal at random: three conductivities, as 1=ceramic:2.5 x 2.5 x 0.1 mS/cm",
          ),
          seed,
        ),
        measure,
      ),
    );
  });
  return h(
    "section",
    { class: "panel upload" },
    h("h2", {}, "Image stack"),
    h(
      "p",
      {},
      "A segmented or grey stack from a tomograph or a FIB-SEM: a TIFF with many pages, a NumPy array (.npy), or a zip of slices (TIFF, PNG, BMP) in the order of their names. Pages follow each other through the membrane.",
    ),
    zone,
    out,
  );
}

function spectrum(limit: number, types: string, signal: AbortSignal): HTMLElement {
  const out = h("div", { "aria-live": "polite" });
  const zone = dropZone("spectrum", types, limit, out, async (file) => {
    const upload = await api.upload<SpectrumSummary>("spectrum", file);
    const { frequencies, real, imaginary, notes } = upload.summary;
    const form = new OptionsForm();
    const area = form.field("area", "Area of the electrodes", "0.785 cm^2");
    const thickness = form.field("thickness", "Thickness of the membrane", "0.5 mm");
    const circuit = form.field(
      "circuit",
      "Circuit",
      "chosen if left out",
      "such as L0-R0-p(R1,CPE1)-CPE2; L0 is the inductance of cables",
    );
    const fit = h("button", { type: "button", class: "primary" }, "Fit");
    fit.addEventListener(
      "click",
      form.start(() => ({ kind: "fit", title: `Fit of ${file.name}`, upload: upload.id })),
    );
    replace(
      out,
      figure(
        chart(
          "nyquist",
          file.name,
          { label: "Z′", unit: "Ω", log: false },
          { label: "−Z″", unit: "Ω", log: false },
          [
            {
              name: "measured",
              kind: "points",
              x: real,
              y: imaginary.map((value) => -value),
              text: frequencies.map((value) => `${number(value)} Hz`),
            },
          ],
        ),
        signal,
      ),
      notes.length > 0 &&
        h(
          "ul",
          { class: "notes" },
          notes.map((note) => h("li", {}, note)),
        ),
      h("div", { class: "stack" }, area, thickness, circuit, fit),
    );
  });
  return h(
    "section",
    { class: "panel upload" },
    h("h2", {}, "Impedance spectrum"),
    h("p", {}, "Frequency, Z′ and Z″ in columns, as instruments write them (CSV)."),
    zone,
    out,
  );
}

export const uploadView: View = async (page, _, signal) => {
  const {
    limits: { upload_bytes: limits, suffixes },
  } = await api.about();
  replace(
    page,
    h("h1", {}, "Own measurements"),
    h("p", { class: "lead" }, "Files stay on this machine."),
    h(
      "div",
      { class: "uploads" },
      powder(limits.psd, suffixes.psd.join(), signal),
      stack(limits.image, suffixes.image.join(), signal),
      spectrum(limits.spectrum, suffixes.spectrum.join(), signal),
    ),
  );
};
