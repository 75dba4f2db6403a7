import type { Executable } from "../support/executable.ts";

const BATCH = 20;
const CALLERS = 3;

/** What publishers were answered and what receivers got, held against each other at the end. */
export class Book {
  readonly accepted = new Set<string>();
  readonly faults: unknown[] = [];
  private readonly arrivals = new Map<string, number>();
  private readonly open: string[] = [];
  private readonly waiting = new Set<() => void>();
  private lastId = 0;
  /** Requests whose answer never came. */
  lost = 0;

  constructor(private readonly happened: () => void) {}

  newIds(count: number): string[] {
    return Array.from({ length: count }, () => `event-${++this.lastId}`);
  }

  /** 202, or 200 for one that an earlier request without an answer had brought already. */
  answered(id: string, status: number, body: unknown): void {
    if (status === 202 || status === 200) this.accepted.add(id);
    else this.faults.push({ id, status, body });
    this.happened();
  }

  unanswered(ids: string[]): void {
    this.open.push(...ids);
    this.lost++;
  }

  /** A request has come and gets this status. */
  arrived(receiver: string, id: string, status: number): number {
    const key = `${receiver} ${id} ${status}`;
    this.arrivals.set(key, (this.arrivals.get(key) ?? 0) + 1);
    this.happened();
    for (const check of this.waiting) check();
    return status;
  }

  /** Whether this receiver has had the event before. */
  has(receiver: string, id: string): boolean {
    return this.arrivals.has(`${receiver} ${id} 500`) || this.arrivals.has(`${receiver} ${id} 200`);
  }

  /** How often a receiver got what it had accepted already. */
  repeats(receiver: string): number {
    let repeats = 0;
    for (const [key, times] of this.arrivals)
      if (key.startsWith(`${receiver} `) && key.endsWith(" 200")) repeats += times - 1;
    return repeats;
  }

  /** Publishes once more, with its id, what has got no answer. */
  async sendAgain(instance: Executable): Promise<void> {
    for (const id of this.open.splice(0)) await publishOne(instance, this, id);
  }

  /** Resolves when every accepted event has been accepted by each of these receivers. */
  everythingAt(receivers: string[]): Promise<void> {
    const missing = new Set(receivers.flatMap((name) => [...this.accepted].map((id) => `${name} ${id} 200`)));
    return new Promise((resolve) => {
      const check = () => {
        for (const key of missing) if (this.arrivals.has(key)) missing.delete(key);
        if (missing.size > 0) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

const eventOf = (id: string) => ({ id, type: "order.created", data: { order: id, note: "x".repeat(200) } });

/** Callers that publish one at a time and one that publishes batches, until the instance is gone. */
export async function publishUntilGone(instance: Executable, book: Book): Promise<void> {
  const callers = Array.from({ length: CALLERS }, () => repeat(() => publishOne(instance, book)));
  await Promise.all([...callers, repeat(() => publishBatch(instance, book))]);
}

/** Until it says that the instance is gone. */
async function repeat(publish: () => Promise<boolean>): Promise<void> {
  while (await publish());
}

async function publishOne(instance: Executable, book: Book, id = book.newIds(1)[0] ?? ""): Promise<boolean> {
  const answer = await ask(instance, "/events", eventOf(id));
  if (answer) book.answered(id, answer.status, answer.body);
  else book.unanswered([id]);
  return answer !== null;
}

async function publishBatch(instance: Executable, book: Book): Promise<boolean> {
  const ids = book.newIds(BATCH);
  const answer = await ask<Answers>(instance, "/events/batch", { events: ids.map(eventOf) });
  if (answer?.status === 202)
    ids.forEach((id, i) => void book.answered(id, answer.body.data[i]?.error?.status ?? 202, answer.body));
  else if (answer) book.faults.push(answer.body);
  else book.unanswered(ids);
  return answer !== null;
}

type Answers = { data: { error?: { status: number } }[] };

/** Null when the instance has gone, or says that it is going. */
async function ask<T>(instance: Executable, route: string, body: object) {
  const answer = await instance.call<T & { code?: string }>("POST", route, body).catch(() => null);
  return answer?.body.code === "shutting_down" ? null : answer;
}
