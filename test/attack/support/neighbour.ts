import { waitFor } from "../../support/wait-for.ts";

const EVERY_MS = 50;
/** A delivery that is later than this is as bad as none. */
const LATEST_MS = 20_000;

export type Probed = { publishP99: number; deliveryMax: number };

/** A tenant with one healthy webhook, proven by a first delivery. `key` is bound to it. */
export async function startNeighbour(url: string, key: string) {
  const arrived = new Map<string, number>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      arrived.set(request.headers.get("webhook-id") ?? "", performance.now());
      return new Response("ok");
    },
  });
  const post = async (route: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1${route}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`the neighbour's ${route}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  const publish = () => post("/events", { type: "order.created", data: { total: 42 } });
  await post("/webhooks", { url: server.url.href, event_types: ["*"] });
  const { id: first } = await publish();
  await waitFor(() => arrived.has(first), "the neighbour's first delivery");

  return {
    publish,
    arrived,
    /** Publishes while `goesOn`, whatever becomes of the events before, and resolves when all of them have been delivered. */
    async probe(goesOn: () => boolean): Promise<Probed> {
      const published: Promise<{ took: number; delivered: number }>[] = [];
      while (goesOn()) {
        published.push(publishOne());
        await Bun.sleep(EVERY_MS);
      }
      const all = await Promise.all(published);
      const took = all.map((one) => one.took).sort((a, b) => a - b);
      const publishP99 = took[Math.floor(took.length * 0.99)] ?? Number.NaN;
      return { publishP99, deliveryMax: Math.max(...all.map(({ delivered }) => delivered)) };
    },
    stop: () => server.stop(true),
  };

  async function publishOne() {
    const began = performance.now();
    const { id } = await publish();
    const accepted = performance.now();
    while (!arrived.has(id) && performance.now() - accepted < LATEST_MS) await Bun.sleep(5);
    return { took: accepted - began, delivered: Math.max(0, (arrived.get(id) ?? Infinity) - accepted) };
  }
}
