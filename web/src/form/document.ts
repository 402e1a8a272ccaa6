// The recipe as text. Form and editor both change it here, one request after the other, so that
// they cannot fall out of step; the server applies changes of the form and keeps the comments.
// What is typed while a request is under way waits and goes with the next one, together. Changes of
// the form wait likewise while the text cannot be read.
import { api, ApiError, type Change } from "../api";
import { complain } from "../widgets/notice";
import type { RecipeReply } from "../types";

type Listener = (reply: RecipeReply, from: "form" | "text") => void;

const QUIET = 350; // ms without a change until names are looked up and the sheet is computed

/** Changes in order, without those of a place that is changed again later. */
function latest(changes: Change[]): Change[] {
  const places = changes.map(({ path }) => JSON.stringify(path));
  return changes.filter((_, k) => places.lastIndexOf(places[k]!) === k);
}

/** Whether the server has seen a request and said no to it. */
const refused = (reason: unknown): boolean =>
  reason instanceof ApiError && reason.status >= 400 && reason.status < 500;

export class RecipeDocument {
  private held: Change[] = [];
  private sent: Change[] = [];
  private edition = 0;
  private typed: string | null = null;
  private sending = false;
  private timer = 0;
  private readonly listeners: Listener[] = [];
  reply: RecipeReply | null = null;

  constructor(
    public text: string,
    private changes: Change[],
    private readonly keep: (text: string, waiting: Change[]) => void,
  ) {}

  onReply(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Whether changes of the form wait until the text can be read. */
  get waiting(): boolean {
    return this.held.length > 0;
  }

  /** Begin with another text; what waits for the one before is dropped. */
  open(text: string): void {
    this.edition += 1;
    [this.sent, this.changes, this.held] = [[], [], []];
    this.setText(text);
  }

  change(change: Change): void {
    this.changes = latest([...this.changes, change]);
    this.store();
    void this.pump();
  }

  setText(text: string): void {
    this.typed = text;
    this.store();
    void this.pump();
  }

  /** What a reload begins with. */
  private store(): void {
    this.keep(this.typed ?? this.text, latest([...this.sent, ...this.held, ...this.changes]));
  }

  private async pump(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    window.clearTimeout(this.timer);
    try {
      while (this.typed !== null || this.changes.length > 0) await this.exchange(false);
      if (this.reply?.recipe) this.timer = window.setTimeout(() => void this.sheet(), QUIET);
    } catch (reason) {
      complain(reason);
    } finally {
      this.sending = false;
    }
  }

  private async exchange(sheet: boolean): Promise<void> {
    const [from, edition] = [this.typed === null ? "form" : "text", this.edition] as const;
    const changes = latest([...this.held, ...this.changes]);
    this.text = this.typed ?? this.text;
    this.typed = null;
    [this.sent, this.changes, this.held] = [changes, [], []];
    let reply: RecipeReply;
    try {
      reply = await api.recipe(this.text, changes, sheet);
    } catch (reason) {
      // what did not arrive goes with the next request
      if (!refused(reason)) this.changes = latest([...changes, ...this.changes]);
      this.sent = [];
      this.store();
      throw reason;
    }
    this.sent = [];
    if (edition === this.edition) {
      if (reply.recipe === null) this.held = changes;
      else if (this.typed !== null) this.changes = latest([...changes, ...this.changes]); // it lacks them
    }
    this.reply = reply;
    this.text = reply.yaml;
    this.store();
    if (this.typed === null) for (const listener of this.listeners) listener(reply, from);
  }

  private async sheet(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      await this.exchange(true);
    } catch (reason) {
      complain(reason);
    } finally {
      this.sending = false;
    }
    if (this.typed !== null || this.changes.length > 0) void this.pump();
  }
}
