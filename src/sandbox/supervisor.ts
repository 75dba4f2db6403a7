import { type Clock, systemClock } from "../clock.ts";
import { Bans } from "./bans.ts";
import { Countdown } from "./countdown.ts";
import { FairQueue } from "./fair-queue.ts";
import type { Failure, Job, Library, Reply } from "./job.ts";
import { AHEAD_MS, type Deadlines, deadlines, MAX_COMPILED } from "./limits.ts";
import { Lru } from "./lru.ts";

/** `owner` is whose turn it takes. What is sent ahead of a call has nobody who waits for it. */
type Call = { id: number; owner: string; job: Job; resolve?: (result: never) => void };
type Sent = Call & { expected: number };

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
const CROWDED: Failure = { error: "too many of the same tenant's are waiting", crowded: true };

/**
 * The caller's end of the thread: owners take turns, and what is next is sent a little ahead, so that the thread does not wait for
 * us. When the call at the head overruns, the thread is replaced and the rest wait for their turns again.
 */
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
  private readonly waiting = new FairQueue<Call>();
  /** What the thread has before it, in order. */
  private sent: Sent[] = [];
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
  call<T>(owner: string, job: Job): Promise<T | Failure> {
    return new Promise<T | Failure>((resolve) => {
      const call = { id: 0, owner, job, resolve };
      if (this.closed) return answer(call, CLOSED);
      if (this.waiting.isFull(owner)) return answer(call, CROWDED);
      this.waiting.add(owner, call);
      this.sendAhead();
    });
  }

  close(): void {
    this.closed = true;
    const unanswered = [...this.sent, ...this.waiting.clear()];
    this.end();
    for (const call of unanswered) answer(call, CLOSED);
  }

  /** Sends what is next while the thread has less than a moment's work before it; one call at least. */
  private sendAhead(): void {
    for (let next = this.waiting.take(this.room()); next; next = this.waiting.take(this.room())) {
      const { call, expected } = next;
      const error = this.bans.reason(call.owner, call.job);
      if (error === null) this.send(call, expected);
      else answer(call, { error });
    }
  }

  private room(): number {
    if (this.sent.length === 0) return Number.POSITIVE_INFINITY;
    return AHEAD_MS - this.sent.reduce((sum, { expected }) => sum + expected, 0);
  }

  private send(call: Call, expected: number): void {
    this.prepare(call);
    this.post({ ...call, expected });
  }

  /** Sends ahead what a call needs and this thread has not done yet, each with its own deadline. */
  private prepare({ owner, job }: Call): void {
    const { library } = job;
    const ahead = { id: 0, owner, expected: 0 };
    if (!this.loaded.has(library)) this.post({ ...ahead, job: { kind: "load", library } });
    this.loaded.add(library);
    if (job.kind !== "run") return;
    if (!this.compiled[library].get(job.text))
      this.post({ ...ahead, job: { kind: "compile", library, text: job.text } });
    this.compiled[library].set(job.text, true);
  }

  private post(call: Sent): void {
    call.id = ++this.lastId;
    this.sent.push(call);
    this.worker ??= this.spawn();
    this.worker.postMessage({ ...call.job, id: call.id });
    if (this.sent.length === 1) this.watch();
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

  private settle({ id, result, ms }: Reply): void {
    if (this.sent[0]?.id !== id) return;
    const call = this.sent.shift();
    this.lastUsed = this.clock.now();
    if (call) this.charge(call, ms);
    this.sendAhead();
    if (this.sent.length === 0) this.waiting.clear();
    this.watch();
    if (call) answer(call, result);
  }

  /** Loading is nobody's own. */
  private charge({ owner, job }: Call, ms: number): void {
    if (job.kind !== "load") this.waiting.charge(owner, ms);
  }

  /** Starts the deadline of the call that is now at the head. */
  private watch(): void {
    const [head] = this.sent;
    if (head) this.countdown.start(this.allowed(head.job));
    else this.countdown.stop();
  }

  /** Running gets its time once more for every further MiB, as reading the input alone takes that long. */
  private allowed(job: Job): number {
    if (job.kind === "run") return this.deadlines.run * Math.max(1, Math.ceil(job.input.length / MIB));
    return this.deadlines[job.kind === "load" ? "load" : "check"];
  }

  private overrun(): void {
    const [head] = this.sent;
    if (head) this.lose(`it ran longer than ${this.allowed(head.job)} ms`);
  }

  /** Gives up the thread and the call at its head; the others begin anew in the next thread. */
  private lose(why: string): void {
    const [head, ...behind] = this.sent;
    this.end();
    if (head) {
      this.bans.add(head.owner, head.job, why);
      this.charge(head, this.allowed(head.job));
    }
    const unanswered = [head, ...behind].filter((call) => call?.resolve) as Sent[];
    const [lost, ...others] = unanswered;
    for (const { expected: _, ...call } of others.reverse()) this.waiting.putBack(call.owner, call);
    if (lost) answer(lost, { error: why });
    this.sendAhead();
  }

  private tend(): void {
    this.cancelIdle = this.clock.after(this.deadlines.idle, () => {
      if (this.sent.length > 0 || this.clock.now() - this.lastUsed < this.deadlines.idle) this.tend();
      else this.end();
    });
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.sent = [];
    this.watch();
    this.cancelIdle?.();
    this.loaded.clear();
    for (const known of Object.values(this.compiled)) known.clear();
  }
}

function answer(call: Call, result: unknown): void {
  call.resolve?.(result as never);
}
