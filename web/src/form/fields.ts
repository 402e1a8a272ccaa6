// One field of the form per node of the schema: each shows a value and tells its changes.
import { h, replace, setAttribute, uniqueId } from "../dom";
import { spelled, typeset } from "../text";
import type { Json, Names, Path, Schema } from "../types";
import { help, isMapping, placeholder, range, resolve } from "./schema";

export interface Field {
  element: HTMLElement;
  show(value: Json | undefined): void;
}

export interface Form {
  root: Schema;
  names: Names;
  change(path: Path, value: Json): void;
  slots: Map<string, HTMLElement>;
}

export const keyOf = (path: Path): string => path.join(".");

/** Which list of names helps with a field called `material`, `solvent`, ... */
function listFor(path: Path): string {
  const [key, last] = [keyOf(path), path[path.length - 1]];
  if (key === "slurry.solvent") return "solvents";
  if (last !== "material" && last !== "active_material" && path[path.length - 2] !== "analogues") return "";
  return (
    { "ceramic.material": "ceramics", "binder.material": "binders", "support.material": "supports" }[key] ??
    "electrodes"
  );
}

function labelled(
  path: Path,
  schema: Schema,
  control: HTMLElement,
  required: boolean,
  form: Form,
  wide = false,
): HTMLElement {
  const id = control.id;
  const slot = h("p", { class: "error", id: `${id}-error`, role: "alert" });
  form.slots.set(keyOf(path), slot);
  const hint = help(schema);
  setAttribute(control, "aria-describedby", hint ? `${id}-error ${id}-help` : `${id}-error`);
  return h(
    "div",
    { class: wide ? "field wide" : "field" },
    h(
      "div",
      { class: "label" },
      h(
        "label",
        { for: id },
        spelled(String(path[path.length - 1])),
        required && h("span", { class: "must", title: "required" }, " *"),
      ),
      h("span", { class: "range" }, typeset(range(schema))),
    ),
    control,
    slot,
    hint && h("p", { class: "help", id: `${id}-help` }, typeset(hint)),
  );
}

function textField(path: Path, schema: Schema, required: boolean, form: Form): Field {
  const names = form.names[listFor(path)];
  const list =
    names &&
    h(
      "datalist",
      { id: uniqueId("names") },
      names.map((name) => h("option", { value: name })),
    );
  const input = h("input", {
    id: uniqueId("field"),
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: placeholder(schema),
    list: list?.id,
    inputmode: schema.type === "number" || schema.type === "integer" ? "decimal" : undefined,
  });
  const tell = (): void => {
    const text = input.value.trim();
    const plain =
      (schema.type === "number" || schema.type === "integer") && text !== "" && Number.isFinite(Number(text));
    form.change(path, text === "" ? null : plain ? Number(text) : text);
  };
  input.addEventListener("input", tell);
  const wide = ["size", "name", "description", "reference", "source"].includes(String(path[path.length - 1]));
  const element = labelled(path, schema, input, required, form, wide);
  if (list) element.append(list);
  return {
    element,
    show: (value) => {
      const text = value === null || value === undefined ? "" : String(value);
      if (document.activeElement !== input) input.value = text;
    },
  };
}

function choiceField(path: Path, schema: Schema, required: boolean, form: Form): Field {
  const usual = schema.default === undefined || schema.default === null ? "" : String(schema.default);
  const select = h(
    "select",
    { id: uniqueId("field") },
    h("option", { value: "" }, usual ? `${spelled(usual)} (default)` : required ? "choose" : "not set"),
    (schema.enum ?? [])
      .filter((value) => value !== "")
      .map((value) => h("option", { value }, spelled(String(value)))),
  );
  select.addEventListener("change", () => form.change(path, select.value === "" ? null : select.value));
  return {
    element: labelled(path, schema, select, required, form),
    show: (value) => {
      const text = value === null || value === undefined ? "" : String(value);
      if (text && ![...select.options].some((option) => option.value === text)) {
        select.append(h("option", { value: text }, text));
      }
      select.value = text;
    },
  };
}

function switchField(path: Path, schema: Schema, form: Form): Field {
  const box = h("input", { id: uniqueId("field"), type: "checkbox" });
  box.addEventListener("change", () => form.change(path, box.checked));
  return {
    element: labelled(path, schema, box, false, form),
    show: (value) => {
      box.checked = typeof value === "boolean" ? value : schema.default === true;
    },
  };
}

/** Names in a row, separated by commas. */
function wordsField(path: Path, schema: Schema, form: Form): Field {
  const input = h("input", {
    id: uniqueId("field"),
    type: "text",
    autocomplete: "off",
    placeholder: "names, separated by commas",
  });
  input.addEventListener("input", () => {
    const words = input.value
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    form.change(path, words.length ? words : null);
  });
  return {
    element: labelled(path, schema, input, false, form, true),
    show: (value) => {
      if (document.activeElement !== input) input.value = Array.isArray(value) ? value.join(", ") : "";
    },
  };
}

/** Entries whose keys the user names, and lists of sections: each with a button to remove it. */
function entriesField(path: Path, schema: Schema, form: Form, items: Schema, named: boolean): Field {
  const body = h("div", { class: "entries" });
  const slot = h("p", { class: "error", role: "alert" });
  form.slots.set(keyOf(path), slot);
  let shown = new Map<string, Field>();
  let known: Json | undefined;
  const name = h("input", {
    type: "text",
    placeholder: "name",
    "aria-label": `New name in ${spelled(String(path[path.length - 1]))}`,
  });
  const blank = (): Json => (resolve(items, form.root).schema.properties ? {} : "");
  const add = h("button", { type: "button", class: "small" }, "Add");
  add.addEventListener("click", () => {
    const key = named ? name.value.trim() : Array.isArray(known) ? known.length : 0;
    if (key === "") return name.focus();
    name.value = "";
    form.change([...path, key], blank());
  });
  const entry = (key: string | number): Field => {
    const field = makeField([...path, key], items, true, form);
    const remove = h("button", { type: "button", class: "plain remove", "aria-label": `Remove ${key}` }, "×");
    remove.addEventListener("click", () => form.change([...path, key], null));
    return { element: h("div", { class: "entry" }, field.element, remove), show: field.show };
  };
  const show = (value: Json | undefined): void => {
    known = value;
    const entries: [string | number, Json][] = Array.isArray(value)
      ? value.map((item, k) => [k, item])
      : isMapping(value)
        ? Object.entries(value)
        : [];
    const next = new Map(entries.map(([key]) => [String(key), shown.get(String(key)) ?? entry(key)]));
    if ([...next.keys()].join() !== [...shown.keys()].join())
      replace(
        body,
        [...next.values()].map((field) => field.element),
      );
    shown = next;
    for (const [key, item] of entries) shown.get(String(key))!.show(item);
  };
  const hint = help(schema);
  return {
    element: h(
      "fieldset",
      { class: "group wide" },
      h("legend", {}, spelled(String(path[path.length - 1]))),
      hint && h("p", { class: "help" }, typeset(hint)),
      slot,
      body,
      h("div", { class: "adder" }, named && name, add),
    ),
    show,
  };
}

/** A section: what is required or set stands open, the rest behind "More". */
export function sectionField(path: Path, schema: Schema, optional: boolean, form: Form): Field {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  const fields = new Map<string, Field>();
  const [open, rest] = [h("div", { class: "grid" }), h("div", { class: "grid" })];
  const more = h("details", { class: "more" }, h("summary", {}, "More fields"), rest);
  const slot = h("p", { class: "error", role: "alert" });
  form.slots.set(keyOf(path), slot);
  const toggle = h("button", { type: "button", class: "small" });
  let present = !optional;
  const body = h("div", { class: "body" });
  const fill = (value: { [key: string]: Json }): void => {
    if (fields.size === 0) {
      for (const [name, property] of properties) {
        const field = makeField([...path, name], property, required.has(name), form);
        fields.set(name, field);
        const plain = required.has(name) || name in value || COMMON.has(keyOf([...path, name]));
        (plain ? open : rest).append(field.element);
      }
      replace(body, open, rest.childElementCount > 0 && more);
    }
    for (const [name, field] of fields) field.show(value[name]);
  };
  toggle.addEventListener("click", () => form.change(path, present ? null : {}));
  const show = (value: Json | undefined): void => {
    present = isMapping(value) || !optional;
    toggle.textContent = present ? "Remove" : `Add ${String(path[path.length - 1]).replaceAll("_", " ")}`;
    body.hidden = !present;
    if (present) fill(isMapping(value) ? value : {});
  };
  const title = spelled(String(path[path.length - 1] ?? "recipe"));
  const text = help(schema);
  const element = h(
    "fieldset",
    { class: "group wide" },
    h("legend", {}, title),
    h("div", { class: "about" }, text && h("p", { class: "help" }, typeset(text)), optional && toggle),
    slot,
    body,
  );
  return { element, show };
}

/** Optional fields that nearly every recipe sets: shown even while empty. */
const COMMON = new Set([
  "slurry.solvent",
  "membrane.architecture",
  "membrane.thickness",
  "press.pressure",
  "temperature",
  "binder.placement",
  "targets.thickness",
  "targets.bend_radius",
  "support.porosity",
  "support.fibre_diameter",
  "cell.packaging_mass_fraction",
  "cell.c_rate",
  "cell.cathode.areal_capacity",
  "cell.anode.excess_thickness",
]);

export function makeField(path: Path, raw: Schema, required: boolean, form: Form): Field {
  const { schema, optional } = resolve(raw, form.root);
  if (schema.properties) return sectionField(path, schema, optional, form);
  if (typeof schema.additionalProperties === "object") {
    return entriesField(path, schema, form, schema.additionalProperties, true);
  }
  if (schema.type === "array") {
    const items = schema.items ?? {};
    return resolve(items, form.root).schema.properties
      ? entriesField(path, schema, form, items, false)
      : wordsField(path, schema, form);
  }
  if (schema.enum) return choiceField(path, schema, required, form);
  if (schema.type === "boolean") return switchField(path, schema, form);
  return textField(path, schema, required, form);
}
