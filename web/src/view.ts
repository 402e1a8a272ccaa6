// What every view is: it fills its page, and stops listening when `signal` aborts.
export interface Place {
  id: string;
  query: URLSearchParams;
}

export type View = (page: HTMLElement, place: Place, signal: AbortSignal) => void | Promise<void>;

/** Go to another view, or, with `quietly`, only change the address. */
export function go(hash: string, quietly = false): void {
  if (quietly) window.history.replaceState(null, "", `#/${hash}`);
  else window.location.hash = `#/${hash}`;
}
