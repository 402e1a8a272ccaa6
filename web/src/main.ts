// The frame of the page: navigation, theme, and the view that the address names.
import { h, replace, setAttribute } from "./dom";
import { jobs, running } from "./jobs";
import type { View } from "./view";
import { compareView } from "./views/compare";
import { designView } from "./views/design";
import { jobsView } from "./views/jobs";
import { literatureView } from "./views/literature";
import { resultsView } from "./views/results";
import { solventsView } from "./views/solvents";
import { studiesView } from "./views/studies";
import { uploadView } from "./views/upload";
import { complain } from "./widgets/notice";

const VIEWS: Record<string, [title: string, view: View]> = {
  design: ["Design", designView],
  results: ["Results", resultsView],
  compare: ["Compare", compareView],
  literature: ["Literature", literatureView],
  solvents: ["Solvents", solventsView],
  studies: ["Studies", studiesView],
  upload: ["Upload", uploadView],
  jobs: ["Jobs", jobsView],
};

const THEMES = ["auto", "light", "dark"] as const;

function themeSwitch(): HTMLElement {
  const select = h(
    "select",
    { "aria-label": "Colours" },
    THEMES.map((name) =>
      h("option", { value: name }, { auto: "System", light: "Light", dark: "Dark" }[name]),
    ),
  );
  select.value = localStorage.getItem("theme") ?? "auto";
  const apply = (): void => {
    setAttribute(document.documentElement, "data-theme", select.value === "auto" ? null : select.value);
    localStorage.setItem("theme", select.value);
    window.dispatchEvent(new Event("themechange"));
  };
  select.addEventListener("change", apply);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  return h("label", { class: "theme" }, select);
}

function frame(): (current: string) => void {
  const count = h("span", { class: "count", hidden: true });
  const links = new Map(
    Object.entries(VIEWS).map(([name, [title]]) => [
      name,
      h("a", { href: `#/${name}` }, title, name === "jobs" && count),
    ]),
  );
  const status = h(
    "p",
    { class: "offline", role: "status", hidden: true },
    "No connection to the server. Is ceralyte app still running?",
  );
  replace(
    document.getElementById("bar")!,
    h(
      "a",
      { class: "brand", href: "#/design" },
      h("img", { src: "/static/icon.svg", alt: "", width: 28, height: 28 }),
      "ceralyte",
    ),
    h("nav", { "aria-label": "Views" }, [...links.values()]),
    themeSwitch(),
    status,
  );
  const forever = new AbortController().signal;
  jobs.listen(() => {
    const busy = jobs.all().filter(running).length;
    count.textContent = String(busy);
    count.hidden = busy === 0;
    status.hidden = jobs.connected;
  }, forever);
  return (current) => {
    for (const [name, link] of links) setAttribute(link, "aria-current", name === current && "page");
  };
}

let leave = new AbortController();

function show(mark: (current: string) => void, first: boolean): void {
  leave.abort();
  leave = new AbortController();
  const [path = "", query = ""] = window.location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/");
  const known = name in VIEWS ? name : "design";
  const [title, view] = VIEWS[known]!;
  mark(known);
  document.title = `${title} · ceralyte`;
  const root = document.getElementById("view")!;
  const page = h("div", { class: `page ${known}` });
  root.replaceChildren(page);
  if (!first) root.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  const place = { id: decodeURIComponent(rest.join("/")), query: new URLSearchParams(query) };
  Promise.resolve(view(page, place, leave.signal))
    .catch(complain)
    .finally(() => {
      page.dataset.ready = "true";
    });
}

const mark = frame();
jobs.connect();
window.addEventListener("hashchange", () => show(mark, false));
show(mark, true);
