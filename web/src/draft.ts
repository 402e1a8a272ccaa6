// The recipe at work on, kept over a reload; each tab has its own.
import type { Change } from "./api";

const KEY = "draft";
const WAITING = "changes of the draft";

export const draft = {
  read: (): string => sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? "",
  /** Changes of the form that the text does not have yet. */
  waiting: (): Change[] => JSON.parse(sessionStorage.getItem(WAITING) ?? "[]") as Change[],
  write(text: string, waiting: Change[] = []): void {
    sessionStorage.setItem(KEY, text);
    sessionStorage.setItem(WAITING, JSON.stringify(waiting));
    localStorage.setItem(KEY, text);
  },
};
