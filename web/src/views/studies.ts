// A study: its file, its starting recipe, and the front as it grows.
import { address, api } from "../api";
import { draft } from "../draft";
import { h, replace } from "../dom";
import { jobs, running, time } from "../jobs";
import { moment, typeset } from "../text";
import { go, type View } from "../view";
import { Editor } from "../widgets/editor";
import { frontPanel } from "../widgets/front";
import { busy, complain } from "../widgets/notice";
import { cancelButton, progressBar, stateBadge } from "../widgets/progress";

const KEY = "study";
const DRAFT = "recipe in Design"; // no example has a name with blanks
/** A study names the recipe it starts from by its file, or has it inside. */
const FILE = /^recipe:[ \t]*["']?(?:[^\s"']*\/)?([\w-]+)\.ya?ml/m;

function one(page: HTMLElement, id: string, signal: AbortSignal): void {
  const top = h("div", { "aria-live": "polite" });
  let panel: ReturnType<typeof frontPanel> | null = null;
  const paint = (): void => {
    const job = jobs.get(id);
    if (!job)
      return replace(
        top,
        h(
          "p",
          { class: "empty" },
          jobs.connected ? "There is no such study (any more)." : "Waiting for the server.",
        ),
      );
    replace(
      top,
      h("h1", {}, job.title),
      h(
        "p",
        { class: "quiet" },
        stateBadge(job),
        ` ${moment(time(job.created))} `,
        cancelButton(job),
        job.state === "done" && [
          h("a", { class: "button small", href: address.file(id, "study.html"), target: "_blank" }, "Report"),
          " ",
          h("a", { class: "button small", href: address.archive(id), download: "" }, "Everything (zip)"),
        ],
      ),
      progressBar(job),
      job.error && h("p", { class: "error" }, job.error.message),
    );
    if (!panel && (job.state === "running" || job.state === "done")) {
      panel = frontPanel(job, signal);
      page.append(h("div", { class: "panel" }, panel.element));
    }
    panel?.refresh();
  };
  jobs.listen((job) => {
    if (!job || job.id === id) paint();
  }, signal);
  replace(page, top);
  paint();
}

function list(): HTMLElement {
  const studies = jobs.all().filter((job) => job.kind === "study");
  return h(
    "ul",
    { class: "joblist" },
    studies.map((job) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "card", href: `#/studies/${job.id}` },
          h("b", {}, job.title),
          stateBadge(job),
          h("span", { class: "quiet" }, moment(time(job.created))),
          running(job) && progressBar(job),
        ),
      ),
    ),
  );
}

export const studiesView: View = async (page, place, signal) => {
  if (place.id) return one(page, place.id, signal);
  const examples = await api.examples();
  const editor = new Editor("Study as YAML", (text) => sessionStorage.setItem(KEY, text), 26);
  const known = examples.filter(({ kind }) => kind === "recipe");
  const recipes = h(
    "select",
    {},
    h("option", { value: "" }, "as the study says"),
    draft.read() && h("option", { value: DRAFT }, "the recipe in Design"),
    known.map(({ name, title }) => h("option", { value: name }, title)),
  );
  /** The recipe to start from; undefined where the study has it inside. */
  const start = async (): Promise<string | undefined> => {
    if (recipes.value === DRAFT) return draft.read();
    const name = recipes.value || FILE.exec(editor.text)?.[1];
    if (name === undefined) return undefined;
    if (!known.some((example) => example.name === name))
      throw new Error(`recipe: no example is called ${name}; choose one, or write the recipe into the study`);
    return (await api.example(name)).yaml;
  };
  const take = async (name: string): Promise<void> => {
    editor.show((await api.example(name)).yaml, true);
    sessionStorage.setItem(KEY, editor.text);
    recipes.value = "";
  };
  const problem = h("p", { class: "error", role: "alert" });
  const run = h("button", { type: "button", class: "primary" }, "Run the study");
  run.addEventListener(
    "click",
    busy(async () => {
      problem.textContent = "";
      try {
        const { id } = await api.start({
          kind: "study",
          study: editor.text,
          recipe: await start(),
          title: /^name:\s*(.+)$/m.exec(editor.text)?.[1] ?? "Study",
        });
        go(`studies/${id}`);
      } catch (reason) {
        problem.textContent =
          reason instanceof Error
            ? "line" in reason
              ? String(reason.line)
              : reason.message
            : String(reason);
      }
    }),
  );
  const given = examples.filter(({ kind }) => kind === "study");
  const pick = h(
    "select",
    {},
    h("option", { value: "" }, "choose"),
    given.map(({ name, title }) => h("option", { value: name }, typeset(title))),
  );
  pick.addEventListener("change", () => {
    if (pick.value) void take(pick.value).catch(complain);
  });
  const before = h("div", {});
  const paint = (): void => replace(before, list());
  jobs.listen(paint, signal);
  paint();
  replace(
    page,
    h("h1", {}, "Studies"),
    h(
      "p",
      { class: "lead" },
      "Many recipes from one: sweeps, sensitivities, and the recipes that no other beats.",
    ),
    h(
      "div",
      { class: "side" },
      h(
        "section",
        { class: "panel" },
        h("h2", {}, "New study"),
        h(
          "div",
          { class: "controls" },
          given.length > 0 && h("label", {}, "Example", pick),
          h("label", {}, "Starts from", recipes),
          run,
        ),
        problem,
        editor.element,
      ),
      h("section", { class: "panel" }, h("h2", {}, "Studies so far"), before),
    ),
  );
  const kept = sessionStorage.getItem(KEY);
  if (kept) editor.show(kept, true);
  else if (given[0]) await take(given[0].name);
};
