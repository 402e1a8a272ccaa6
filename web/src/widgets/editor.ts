// A plain text area for YAML with line numbers, colours and marks at wrong lines.
import { h, replace } from "../dom";

const TOKEN = /(#.*$)|("(?:[^"\\]|\\.)*"|'[^']*')|^(\s*(?:- )?)([\w.^/ -]+)(:)(?=\s|$)|(\b\d[\d.eE+-]*\b)/gm;

function coloured(text: string): (string | Node)[] {
  const parts: (string | Node)[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [all, comment, quoted, indent, key, colon, digits] = found;
    parts.push(text.slice(end, found.index));
    if (key !== undefined) parts.push(indent ?? "", h("span", { class: "key" }, key), colon ?? "");
    else
      parts.push(h("span", { class: comment ? "comment" : quoted ? "text" : digits ? "digits" : "" }, all));
    end = found.index + all.length;
  }
  parts.push(text.slice(end));
  return parts;
}

export class Editor {
  readonly element: HTMLElement;
  private readonly area: HTMLTextAreaElement;
  private readonly back = h("pre", { "aria-hidden": "true" });
  private readonly gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  private wrong = new Set<number>();

  constructor(label: string, onType: (text: string) => void, rows = 24) {
    this.area = h("textarea", {
      "aria-label": label,
      spellcheck: "false",
      autocapitalize: "off",
      wrap: "off",
      rows,
    });
    this.area.addEventListener("input", () => {
      this.paint();
      onType(this.area.value);
    });
    this.area.addEventListener("scroll", () => this.follow());
    this.area.addEventListener("keydown", (event) => this.indent(event));
    this.element = h(
      "div",
      { class: "editor" },
      this.gutter,
      h("div", { class: "sheet" }, this.back, this.area),
    );
  }

  get text(): string {
    return this.area.value;
  }

  /** Put a text in, unless the user is typing in it. */
  show(text: string, force = false): void {
    if (this.area.value === text || (!force && document.activeElement === this.area)) return;
    const [top, left] = [this.area.scrollTop, this.area.scrollLeft];
    this.area.value = text;
    this.paint();
    this.area.scrollTo(left, top);
  }

  mark(lines: number[]): void {
    this.wrong = new Set(lines);
    this.paint();
  }

  private paint(): void {
    replace(this.back, coloured(this.area.value), "\n");
    replace(
      this.gutter,
      this.area.value
        .split("\n")
        .map((_, k) => h("span", { class: this.wrong.has(k + 1) ? "wrong" : "" }, k + 1)),
    );
    this.follow();
  }

  private follow(): void {
    this.back.scrollTo(this.area.scrollLeft, this.area.scrollTop);
    this.gutter.scrollTop = this.area.scrollTop;
  }

  /** Tab leaves the field, as the keyboard user expects; Ctrl+] and Ctrl+[ indent. */
  private indent(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== "]" && event.key !== "[")) return;
    event.preventDefault();
    const start = this.area.value.lastIndexOf("\n", this.area.selectionStart - 1) + 1;
    if (event.key === "]") this.area.setRangeText("  ", start, start, "preserve");
    else if (this.area.value.startsWith("  ", start))
      this.area.setRangeText("", start, start + 2, "preserve");
    this.area.dispatchEvent(new Event("input"));
  }
}
