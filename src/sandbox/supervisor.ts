import { type Clock, systemClock } from "../clock.ts";
import { Bans } from "./bans.ts";
import { Countdown } from "./countdown.ts";
import type { Failure, Job, Library, Reply } from "./job.ts";
import { type Deadlines, deadlines, MAX_COMPILED } from "./limits.ts";
import { Lru } from "./lru.ts";

type Call = { id: number; job: Job; resolve?: (result: never) => void };

export type SupervisorOptions = {
  deadlines?: Partial<Deadlines>;
  /** For the idle end and for bans; deadlines are the machine's own time, as the thread is. */
  clock?: Clock;
  /** Where the thread's code is. */
  worker?: string;
};

/** From source the worker lies beside this file; in the executable this module is at the root and the worker below. */
const inExecutable = import.meta.url.includes("/$bunfs/");
const WORKER = new URL(inExecutable ? "./sandbox/worker.js" : "./worker.ts", import.meta.url).href;

const MIB = 1024 * 1024;

const CLOSED: Failure = { error: "the sandbox is closed", closed: true };

/** The caller's end of the thread: calls are pipelined; when the one at the head overruns, the thread is replaced and the rest sent again. */
export class Supervisor {
  private readonly deadlines: Deadlines;
  private readonly clock: Clock;
  private readonly bans: Bans;
  private readonly loaded = new Set<Library>();
  /** What the thread has compiled: the same Lru, used in the same order, as there. */
  private readonly compiled = {
    schema: new Lru<string, true>(MAX_COMPILED),
    filter: new Lru<string, true>(MAX_COMPILED),
  };
  private worker: Worker | null = null;
  private queue: Call[] = [];
  private lastId = 0;
  private readonly countdown = new Countdown(() => this.overrun());
  private cancelIdle: (() => void) | undefined;
  private lastUsed = 0;
  private closed = false;

  constructor(private readonly options: SupervisorOptions) {
    this.deadlines = { ...deadlines, ...options.deadlines };
    this.clock = options.clock ?? systemClock;
    this.bans = new Bans(this.clock, this.deadlines.ban);
  }

  /** Whether there is a thread at the moment. */
  get running(): boolean {
    return this.worker !== null;
  }

  /** Answers what the thread answers, or a Failure; never rejects and never hangs. */
  call<T>(job: Job): Promise<T | Failure> {
    return new Promise<T | Failure>((resolve) => this.submit({ id: 0, job, resolve }));
  }

  close(): void {
    this.closed = true;
    const waiting = this.queue;
    this.end();
    for (const call of waiting) answer(call, CLOSED);
  }

  private submit(call: Call): void {
    const error = this.bans.reason(call.job);
    const refusal = this.closed ? CLOSED : error && { error };
    if (refusal) {
      answer(call, refusal);
      return;
    }
    this.prepare(call.job);
    this.post(call);
  }

  /** Sends ahead what `job` needs and this thread has not done yet, each with its own deadline. */
  private prepare(job: Job): void {
    const { library } = job;
    if (!this.loaded.has(library)) this.post({ id: 0, job: { kind: "load", library } });
    this.loaded.add(library);
    if (job.kind !== "run") return;
    if (!this.compiled[library].get(job.text))
      this.post({ id: 0, job: { kind: "compile", library, text: job.text } });
    this.compiled[library].set(job.text, true);
  }

  private post(call: Call): void {
    call.id = ++this.lastId;
    this.queue.push(call);
    this.worker ??= this.spawn();
    this.worker.postMessage({ ...call.job, id: call.id });
    if (this.queue.length === 1) this.watch();
  }

  private spawn(): Worker {
    const worker = new Worker(this.options.worker ?? WORKER, { smol: true });
    const died = (why: string) =>
      worker === this.worker && this.lose(`it ended the sandbox's thread: ${why}`);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => worker === this.worker && this.settle(data);
    worker.onerror = (event) => died(event.message);
    worker.addEventListener("close", () => died("it exited"));
    this.tend();
    return worker;
  }

  private settle({ id, result }: Reply): void {
    if (this.queue[0]?.id !== id) return;
    const call = this.queue.shift();
    this.lastUsed = this.clock.now();
    this.watch();
    if (call) answer(call, result);
  }

  /** Starts the deadline of the call that is now at the head. */
  private watch(): void {
    const head = this.queue[0];
    if (head) this.countdown.start(this.allowed(head.job));
    else this.countdown.stop();
  }

  /** Running gets its time once more for every further MiB, as reading the input alone takes that long. */
  private allowed(job: Job): number {
    if (job.kind === "run") return this.deadlines.run * Math.max(1, Math.ceil(job.input.length / MIB));
    return this.deadlines[job.kind === "load" ? "load" : "check"];
  }

  private overrun(): void {
    const head = this.queue[0];
    if (head) this.lose(`it ran longer than ${this.allowed(head.job)} ms`);
  }

  /** Gives up the thread and the call at its head; the others begin anew in the next thread. */
  private lose(why: string): void {
    const [head, ...behind] = this.queue;
    this.end();
    if (head) this.bans.add(head.job, why);
    const waiting = [head, ...behind].filter((call) => call?.resolve) as Call[];
    const [lost, ...others] = waiting;
    if (lost) answer(lost, { error: why });
    for (const call of others) this.submit(call);
  }

  private tend(): void {
    this.cancelIdle = this.clock.after(this.deadlines.idle, () => {
      if (this.queue.length > 0 || this.clock.now() - this.lastUsed < this.deadlines.idle) this.tend();
      else this.end();
    });
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.queue = [];
    this.watch();
    this.cancelIdle?.();
    this.loaded.clear();
    for (const known of Object.values(this.compiled)) known.clear();
  }
}

function answer(call: Call, result: unknown): void {
  call.resolve?.(result as never);
}
