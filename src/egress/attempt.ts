import type { Dispatcher } from "undici";
import { Answer } from "./answer.ts";
import type { Connection } from "./connection.ts";
import type { ExchangeResult, Fault, Received, Timings } from "./exchange.ts";
import { FaultError, faultOf } from "./faults.ts";
import type { PooledRequest } from "./pool.ts";

/** What undici reports when a peer closes a kept connection just as a request is written to it. */
const STALE = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

const NO_ANSWER: Fault = { kind: "invalid_response", error: "There was no answer." };

/**
 * One request on its way through undici. Calls `settle` exactly once, whatever happens. A kept connection that turns out to
 * be closed before a byte of the answer is replaced once, unseen: deliveries are at least once in any case.
 */
export class Attempt implements PooledRequest {
  over = false;
  connection: Connection | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private answer: Answer | null = null;
  private begun = performance.now();
  private written: number | null = null;
  private answered: number | null = null;
  private repeated = false;

  constructor(
    readonly host: string,
    private dispatch: (attempt: Attempt) => void,
    private settle: (result: ExchangeResult) => void,
    /** Told of a success once its headers are in. */
    private succeeded: (statusCode: number) => void = () => {},
  ) {}

  start(): void {
    this.dispatch(this);
  }

  /** Ends it before its time. */
  stop(fault: Fault): void {
    if (this.over) return;
    this.finish(fault);
    const reason = new FaultError(fault);
    if (this.controller) this.controller.abort(reason);
    else this.connection?.abandon(reason);
  }

  /** How far it came, for the sentence about a deadline. */
  get progress(): string {
    if (this.answer) return `${this.host} answered ${this.answer.statusCode}, but not to the end`;
    return this.written === null ? `There was no connection to ${this.host}` : `${this.host} did not answer`;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) {
      controller.abort(new Error("over"));
      return;
    }
    this.controller = controller;
    this.written = performance.now();
    if (this.connection) this.connection.uses += 1;
  }

  onResponseStarted(): void {
    this.answered ??= performance.now();
  }

  onResponseStart(_: Dispatcher.DispatchController, statusCode: number, headers: Received["headers"]): void {
    if (this.over || statusCode < 200) return;
    this.answer = new Answer(statusCode, headers);
    if (this.answer.isSuccess) this.succeeded(statusCode);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.over || this.answer?.take(chunk)) return;
    this.finish(null);
    controller.abort(new Error("enough"));
  }

  onResponseEnd(): void {
    this.finish(null, true);
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error & { code?: string }): void {
    if (this.over) return;
    if (this.isStale(error)) this.repeat();
    else this.finish(faultOf(error, this.host));
  }

  private repeat(): void {
    this.repeated = true;
    this.controller = null;
    // Not from inside undici's handling of the closed socket.
    queueMicrotask(() => {
      if (!this.over) this.dispatch(this);
    });
  }

  private isStale({ code = "" }: { code?: string }): boolean {
    const used = this.written !== null && (this.connection?.uses ?? 0) > 1;
    return used && this.answered === null && !this.repeated && STALE.has(code);
  }

  private finish(fault: Fault | null, complete = false): void {
    if (this.over) return;
    this.over = true;
    const timings = this.timings();
    this.settle({
      ...this.outcome(fault, complete),
      timings,
      remoteAddress: this.connection?.address ?? null,
    });
  }

  private outcome(fault: Fault | null, complete: boolean) {
    const answer = this.answer;
    return answer && (!fault || answer.isSuccess)
      ? ({ kind: "response", response: answer.received(complete) } as const)
      : { ...(fault ?? NO_ANSWER), response: answer?.received(false) ?? null };
  }

  private timings(): Timings {
    const first = this.connection && this.connection.uses <= 1 ? this.connection.opening : null;
    return {
      dns: whole(first?.dns),
      connect: whole(first?.connect),
      tls: whole(first?.tls),
      first_byte: this.answered === null ? null : whole(this.answered - (this.written ?? this.answered)),
      total: Math.round(performance.now() - this.begun),
    };
  }
}

function whole(ms: number | null | undefined): number | null {
  return ms == null ? null : Math.round(ms);
}
