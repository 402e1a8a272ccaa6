// Reading a JSON schema: references followed, "or null" taken off.
import { number } from "../text";
import type { Json, Schema } from "../types";

export interface Resolved {
  schema: Schema;
  optional: boolean;
}

export function resolve(schema: Schema, root: Schema): Resolved {
  const { $ref, anyOf, ...own } = schema;
  if ($ref) {
    const target = root.$defs?.[$ref.replace("#/$defs/", "")];
    if (!target) throw new Error(`the schema refers to ${$ref}, which it lacks`);
    return { schema: { ...resolve(target, root).schema, ...own }, optional: false };
  }
  if (anyOf) {
    const kinds = anyOf.filter((kind) => kind.type !== "null");
    const first = resolve(kinds[0]!, root).schema;
    const { title: _, ...described } = own;
    const description = own.description ?? first.description;
    return { schema: { ...first, ...described, description }, optional: kinds.length < anyOf.length };
  }
  return { schema, optional: false };
}

/** "length, 0 um to 1000 um" only repeats the range; such descriptions are no help. */
export function help(schema: Schema): string {
  const text = schema.description ?? "";
  const range = schema["x-range"];
  return range && text.endsWith(range)
    ? ""
    : text.split("\n\n")[0]!.replaceAll("\n", " ").replaceAll("`", "");
}

export function range(schema: Schema): string {
  const told = schema["x-range"];
  if (told) {
    return told
      .replace(/^(\S+) (\S+) to (\S+) \2$/, "$1 to $3 $2") // the unit once
      .replace(/\b\d{5,}\b/g, (digits) => number(Number(digits), 15));
  }
  const [low, high] = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum];
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  return low !== undefined ? `from ${low}` : "";
}

/** What an empty field shows: the default where it is text, else an example. */
export function placeholder(schema: Schema): string {
  const usual = schema.default;
  const dimensional = schema["x-dimension"] !== undefined;
  if (typeof usual === "string" && usual !== "") return usual;
  if ((typeof usual === "number" || typeof usual === "boolean") && !dimensional) return String(usual);
  const example = schema.examples?.[0];
  return example ? `e.g. ${example}` : "";
}

export const isMapping = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
