// All jobs, as the server last told them: one event stream keeps every tab in step. A tab that is
// not seen has none: browsers allow six connections to a server, and requests need some of them.
import { api } from "./api";
import type { Job } from "./types";

type Listener = (changed: Job | null) => void;

class Jobs {
  private readonly known = new Map<string, Job>();
  private readonly arrived = new WeakMap<Job, number>();
  private readonly listeners = new Set<Listener>();
  connected = false;

  connect(): void {
    let stream = document.hidden ? null : this.stream();
    document.addEventListener("visibilitychange", () => {
      stream?.close();
      stream = document.hidden ? null : this.stream();
    });
  }

  private stream(): EventSource {
    const stream = new EventSource("/api/events");
    stream.addEventListener("open", () => {
      this.known.clear();
      this.connected = true;
      this.tell(null);
    });
    stream.addEventListener("job", (event) => {
      const job = JSON.parse((event as MessageEvent<string>).data) as Job;
      this.known.set(job.id, job);
      this.arrived.set(job, performance.now());
      this.tell(job);
    });
    stream.addEventListener("removed", (event) => {
      this.known.delete((JSON.parse((event as MessageEvent<string>).data) as { id: string }).id);
      this.tell(null);
    });
    stream.addEventListener("error", () => {
      this.connected = false;
      this.tell(null);
    });
    return stream;
  }

  /** Newest first. */
  all(): Job[] {
    return [...this.known.values()].sort((a, b) => time(b.created) - time(a.created));
  }

  get(id: string): Job | undefined {
    return this.known.get(id);
  }

  /** Seconds since the server told of a job as it stands here. */
  age(job: Job): number {
    return (performance.now() - (this.arrived.get(job) ?? performance.now())) / 1000;
  }

  async remove(id: string): Promise<void> {
    await api.remove(id);
    this.known.delete(id);
    this.tell(null);
  }

  /** Be told of each change until `signal` aborts; null means that any job may have changed. */
  listen(listener: Listener, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener("abort", () => this.listeners.delete(listener));
  }

  private tell(changed: Job | null): void {
    for (const listener of this.listeners) listener(changed);
  }
}

/** Milliseconds since 1970 of a time as the server writes it: ISO 8601, or seconds. */
export function time(stamp: string | number | null): number {
  if (stamp === null) return 0;
  return typeof stamp === "number" ? 1000 * stamp : Date.parse(stamp);
}

export const running = (job: Job): boolean => job.state === "running" || job.state === "queued";

export const jobs = new Jobs();
