// The one door to the server: every request goes through `call`.
import type {
  About,
  ApiProblem,
  Chart,
  Comparison,
  Example,
  Front,
  JobFile,
  JobKind,
  Json,
  Matrix,
  Names,
  Numbers,
  Path,
  RecipeReply,
  Scene,
  Schema,
  Screening,
  Upload,
  UploadKind,
} from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: ApiProblem,
  ) {
    super(problem.message);
  }

  /** What is wrong and what is allowed, in one line. */
  get line(): string {
    const nearest = [this.problem.nearest ?? []].flat();
    return [
      this.problem.field ? `${this.problem.field}: ${this.message}` : this.message,
      this.problem.allowed && nearest.length === 0 ? `allowed: ${this.problem.allowed}` : "",
      nearest.length ? `did you mean ${nearest.join(" or ")}?` : "",
    ]
      .filter(Boolean)
      .join("; ");
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  if (response.status === 401) {
    return { message: "the server wants its token: open the address that `ceralyte app` printed" };
  }
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return { message: `the server answered ${response.status}` };
  const body = (await response.json()) as { error?: ApiProblem };
  return body.error ?? { message: `the server answered ${response.status}` };
}

async function call(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch (reason) {
    if (options.signal?.aborted) throw reason;
    throw new ApiError(0, { message: "the server does not answer; is `ceralyte app` still running?" });
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return response;
}

const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await call(path, { signal })).json() as Promise<T>;

const send = async <T>(path: string, body: unknown, method = "POST"): Promise<T> =>
  (
    await call(path, {
      method,
      headers: { "content-type": "application/json", "x-ceralyte": "1" },
      body: JSON.stringify(body),
    })
  ).json() as Promise<T>;

const kept = new Map<string, Promise<unknown>>();

/** What does not change while the server runs is asked for once. */
function once<T>(path: string): Promise<T> {
  let answer = kept.get(path) as Promise<T> | undefined;
  if (!answer) {
    answer = get<T>(path);
    kept.set(path, answer);
    answer.catch(() => kept.delete(path));
  }
  return answer;
}

export interface Change {
  path: Path;
  value: Json;
}

export interface JobOrder {
  kind: JobKind;
  title?: string;
  recipe?: string;
  study?: string;
  level?: string;
  seeds?: number;
  upload?: string;
  options?: Record<string, Json>;
}

const encode = encodeURIComponent;
const ofJob = (id: string, rest: string): string => `jobs/${encode(id)}/${rest}`;

export interface Slice {
  rows: number;
  columns: number;
  values: Uint8Array | Float32Array;
}

export const api = {
  about: () => once<About>("about"),
  schema: () => once<Schema>("schema"),
  examples: () => once<Example[]>("examples"),
  example: (name: string) => once<{ name: string; yaml: string }>(`examples/${encode(name)}`),
  names: () => once<Names>("names"),
  recipe: (yaml: string, changes: Change[], sheet: boolean) =>
    send<RecipeReply>(`recipe?sheet=${sheet ? 1 : 0}`, { yaml, changes }),
  start: (order: JobOrder) => send<{ id: string }>("jobs", order),
  cancel: (id: string) => send<unknown>(ofJob(id, "cancel"), {}),
  remove: (id: string) => send<unknown>(`jobs/${encode(id)}`, {}, "DELETE"),
  numbers: (id: string) => get<Numbers>(ofJob(id, "numbers")),
  files: (id: string) => get<JobFile[]>(ofJob(id, "files")),
  scene: (id: string) => get<Scene>(ofJob(id, "scene")),
  charts: (id: string) => get<Chart[]>(ofJob(id, "charts")),
  pointRecipe: (id: string, point: number) => api.text(ofJob(id, `points/${point}/recipe`)),
  recipeOf: (id: string) => api.text(ofJob(id, "files/recipe.yaml")),
  front: (id: string) => get<Front>(ofJob(id, "front")),
  compare: (ids: string[]) => get<Comparison>(`compare?jobs=${ids.map(encode).join(",")}`),
  literature: (name: string, ids: string[]) =>
    get<Chart>(`literature/${encode(name)}?jobs=${ids.map(encode).join(",")}`),
  screen: (ceramic: string, binder: string) =>
    get<{ rows: Screening[] }>(
      `screen?ceramic=${encode(ceramic)}${binder ? `&binder=${encode(binder)}` : ""}`,
    ),
  matrix: (ceramics: string[]) => get<Matrix>(`screen/matrix?ceramics=${ceramics.map(encode).join(",")}`),

  async text(path: string): Promise<string> {
    return (await call(path)).text();
  },
  async particles(id: string): Promise<Float32Array> {
    return new Float32Array(await (await call(ofJob(id, "particles.bin"))).arrayBuffer());
  },
  async fibres(id: string): Promise<Float32Array> {
    return new Float32Array(await (await call(ofJob(id, "fibres.bin"))).arrayBuffer());
  },
  async binder(id: string): Promise<ArrayBuffer> {
    return (await call(ofJob(id, "binder.bin"))).arrayBuffer();
  },
  async slice(id: string, field: string, axis: string, index: number, signal: AbortSignal): Promise<Slice> {
    const query = `slice.bin?field=${field}&axis=${axis}&index=${index}`;
    const response = await call(ofJob(id, query), { signal });
    const [rows, columns] = (response.headers.get("x-shape") ?? "").split(",").map(Number);
    const buffer = await response.arrayBuffer();
    const bytes = response.headers.get("x-dtype") === "uint8";
    const values = bytes ? new Uint8Array(buffer) : new Float32Array(buffer);
    if (!rows || !columns || values.length !== rows * columns) {
      throw new ApiError(0, { message: `slice of ${rows} by ${columns} came with ${values.length} values` });
    }
    return { rows, columns, values };
  },
  async upload<S>(kind: UploadKind, file: File, options: Record<string, string> = {}): Promise<Upload<S>> {
    const query = new URLSearchParams({ kind, name: file.name, ...options });
    const response = await call(`uploads?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "x-ceralyte": "1" },
      body: file,
    });
    return response.json() as Promise<Upload<S>>;
  },
};

/** Addresses for links and pictures. */
export const address = {
  file: (id: string, name: string) => `/api/${ofJob(id, `files/${name.split("/").map(encode).join("/")}`)}`,
  archive: (id: string) => `/api/${ofJob(id, "archive.zip")}`,
  picture: (id: string, name: string) => `/api/${ofJob(id, `picture/${encode(name)}.png`)}`,
  slice: (id: string, field: string, axis: string, index: number) =>
    `/api/${ofJob(id, `slice.png?field=${field}&axis=${axis}&index=${index}`)}`,
};
