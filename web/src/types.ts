// What the server sends; /api is described in docs/reference/app.md.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Path = (string | number)[];

export interface ApiProblem {
  message: string;
  field?: string;
  allowed?: string;
  nearest?: string[] | string;
}

export interface About {
  version: string;
  levels: string[];
  limits: { upload_bytes: Record<UploadKind, number>; suffixes: Record<UploadKind, string[]> };
}

export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  enum?: (string | number)[];
  const?: string;
  default?: Json;
  examples?: string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  "x-dimension"?: string;
  "x-range"?: string;
}

export interface Example {
  name: string;
  title: string;
  summary: string;
  kind: "recipe" | "study";
}

export type Names = Record<string, string[]>;

export interface RecipeError {
  path: Path;
  message: string;
  allowed?: string | null;
  nearest?: string[] | null;
  unknown?: string | null;
  line?: number | null;
}

export type Answer = "yes" | "no" | "uncertain" | "unknown" | "pass" | "fail";

export interface Source {
  used_for: string;
  text: string;
  locator: string;
  kind: string;
  confidence: string;
}

export interface Verdict {
  topic: string;
  question: string;
  answer: Answer;
  reason: string;
  evidence: Source[];
}

export interface Row {
  key: string;
  label: string;
  text: string;
  unit: string;
  aside: string;
  bracket: string;
  estimate: boolean;
  method: string;
  validity: string;
  reason: string;
  value: number | null;
  std: number | null;
  low: number | null;
  high: number | null;
}

export interface Evidence {
  rank: string;
  outcome: string;
  statement: string;
  values: Record<string, string>;
  sources: Source[];
}

export interface Screening {
  ceramic: string;
  solvent: string;
  binder: string | null;
  outcome: string;
  usable: boolean | null;
  confidence: number;
  basis: string;
  mechanism: string;
  equation: string;
  products: string;
  recovery: string;
  conductivity_change: string;
  note: string;
  alternative: string | null;
  evidence: Evidence[];
  contradicting: Evidence[];
  doubts: string[];
}

export interface Sheet {
  verdicts: Verdict[];
  notes: string[];
  chemistry: Screening | null;
  shares: { name: string; mass_percent: number; volume_percent: number }[];
  rows: Row[];
  weigh_out: Row[];
}

export interface RecipeReply {
  yaml: string;
  recipe: { [key: string]: Json } | null;
  errors: RecipeError[];
  sheet: Sheet | null;
}

export type JobKind = "design" | "study" | "image" | "impedance" | "pack" | "fit";
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: JobKind;
  title: string;
  state: JobState;
  created: number | string;
  started: number | string | null;
  ended: number | string | null;
  progress: { stage: string; done: number; total: number; seconds_left: number | null; overdue: boolean } | null;
  error: ApiProblem | null;
  summary: { [key: string]: Json } | null;
}

export interface Numbers {
  headlines: Row[];
  groups: { title: string; rows: Row[] }[];
  verdicts: Verdict[];
  notes: string[];
  sources: Source[];
  /** Of designs: level, seeds, particles, voxel size. */
  computation?: Record<string, string>;
}

export interface JobFile {
  name: string;
  bytes: number;
  type: string;
}

export interface SceneField {
  name: string;
  unit: string;
  scale: number;
  note?: string;
  min: number;
  max: number;
  labels?: string[];
}

export interface Scene {
  box_m: [number, number, number];
  voxel_size_m: number;
  shape: [number, number, number];
  fields: SceneField[];
  particles: number;
  fibres: number;
  binder: { vertices: number; triangles: number } | null;
  missing?: Record<string, string>;
  pictures: string[];
}

export interface Axis {
  label: string;
  unit: string;
  log: boolean;
  ticks?: string[] | null;
}

export interface Series {
  name: string;
  kind: "line" | "target" | "points" | "band" | "star";
  x: number[];
  y: number[];
  low?: (number | null)[] | null;
  high?: (number | null)[] | null;
  x_low?: (number | null)[] | null;
  x_high?: (number | null)[] | null;
  text?: string[] | null;
  group?: string | null;
}

export interface Chart {
  name: string;
  title: string;
  x: Axis;
  y: Axis;
  series: Series[];
  note?: string | null;
}

export interface Matrix {
  ceramics: string[];
  solvents: string[];
  cells: { outcome: string; usable: boolean | null; confidence: number; mechanism: string }[][];
}

export interface Difference {
  path: string;
  values: (string | null)[];
}

export interface Comparison {
  rows: { key: string; label: string; unit: string; values: (Row | null)[] }[];
  warnings: string[];
  computation: Difference[];
  differences: Difference[];
}

export interface Front {
  objectives: { name: string; label: string; unit: string; direction: "maximise" | "minimise" }[];
  points: {
    number: number;
    feasible: boolean;
    x: Record<string, Json>;
    y: Record<string, number | null>;
    text: Record<string, string>;
    bars: Record<string, [low: number, high: number]>;
    front: boolean;
    knee: boolean;
    start: boolean;
  }[];
  done: number;
  budget: number;
  forbidden: { labels: Record<string, string>; reason: string }[];
  notes: string[];
}

export type UploadKind = "psd" | "image" | "spectrum";

export interface Upload<S> {
  id: string;
  kind: UploadKind;
  name: string;
  bytes: number;
  summary: S;
}

export interface SizeSummary {
  d10: number;
  d50: number;
  d90: number;
  diameter: number[];
  cumulative: number[];
  text: string;
}

export interface ImageSummary {
  shape: number[];
  dtype: string;
  kind: "labels" | "grey";
  values: number[];
  histogram: { edges: number[]; counts: number[] };
}

export interface SpectrumSummary {
  frequencies: number[];
  real: number[];
  imaginary: number[];
  notes: string[];
}
