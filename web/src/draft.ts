// The recipe at work on, kept over a reload; each tab has its own.
const KEY = "draft";

export const draft = {
  read: (): string => sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? "",
  write(text: string): void {
    sessionStorage.setItem(KEY, text);
    localStorage.setItem(KEY, text);
  },
};
