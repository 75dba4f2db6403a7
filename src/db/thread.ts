import { StoreError, type StoreErrorCode } from "./store.ts";
import type { Request } from "./worker.ts";

type Reply = { id: number; result?: unknown; error?: { code: StoreErrorCode; message: string } };
type Pending = { resolve(value: never): void; reject(error: Error): void };
type Call = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/** From source the worker lies beside this file; in the executable this module is at the root and the worker below. */
const inExecutable = import.meta.url.includes("/$bunfs/");
const WORKER = new URL(inExecutable ? "./db/worker.js" : "./worker.ts", import.meta.url).href;

/** The caller's end of a database thread: each call is answered once, in order. */
export class Thread {
  private readonly worker = new Worker(WORKER, { smol: true });
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private ended: StoreError | null = null;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.settle(data);
    this.worker.onerror = (event) => this.fail(event.message);
    this.worker.addEventListener("close", () => this.fail("the database thread has ended"));
  }

  call<T>(request: Call): Promise<T> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id });
    });
  }

  async close(): Promise<void> {
    if (this.ended) return;
    const closed = this.call({ kind: "close" });
    this.ended = new StoreError("unavailable", "the database is closed");
    await closed.finally(() => this.worker.terminate());
  }

  private settle({ id, result, error }: Reply): void {
    const call = this.pending.get(id);
    this.pending.delete(id);
    if (error) call?.reject(new StoreError(error.code, error.message));
    else call?.resolve(result as never);
  }

  private fail(message: string): void {
    this.ended ??= new StoreError("unavailable", message);
    for (const call of this.pending.values()) call.reject(this.ended);
    this.pending.clear();
  }
}
