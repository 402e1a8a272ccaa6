// Elements without a framework: h("p", { class: "quiet" }, "text", child).

export type Child = Node | string | number | null | undefined | false | Child[];

type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
type Value = string | number | boolean | null | undefined;
export interface Props {
  on?: Handlers;
  [attribute: string]: Value | Handlers;
}

function fill(element: Element, props: Props, children: Child[]): void {
  const { on, ...attributes } = props;
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value as Value);
  for (const [type, handler] of Object.entries(on ?? {})) {
    element.addEventListener(type, handler as EventListener);
  }
  append(element, children);
}

/** Set, or with false, null and undefined remove, an attribute; true is an attribute without text. */
export function setAttribute(element: Element, name: string, value: Value): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

export function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, props, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, props, children);
  return element;
}

/** Put `children` in place of what the parent holds. */
export function replace(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Text whose pieces between backticks are code. */
export const coded = (text: string): Child[] =>
  text.split("`").map((part, k) => (k % 2 ? h("code", {}, part) : part));

let counter = 0;

/** A name that no other element of this page has. */
export function uniqueId(stem: string): string {
  counter += 1;
  return `${stem}-${counter}`;
}
