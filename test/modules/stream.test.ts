import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { seqCursor } from "../../src/http/paging.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

type Told = {
  delivery: string;
  event: { id: string; type: string };
  tenant: string;
  channel: string | null;
  webhook: { id: string; url: string };
  attempt: { number: number; trigger: string; outcome: string; status_code: number | null };
};
type Message = { id: string; data: Told };

let node: TestNode;
let receiver: Receiver;
let clock: ManualClock;

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({ status: Number(path.slice(1)) || 200 }));
  node = await startNode();
  clock = node.clock as ManualClock;
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

const ask = (query: string, { key = ROOT_KEY, lastEventId }: { key?: string; lastEventId?: string } = {}) =>
  node.app.handle(
    new Request(`http://localhost/api/v1/deliveries/stream?${query}`, {
      headers: { authorization: `Bearer ${key}`, ...(lastEventId && { "last-event-id": lastEventId }) },
    }),
  );

/** Reads a stream as a browser would; disposing of it leaves. */
function reading(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const seen = { text: "", ended: false };
  void (async () => {
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      seen.text += decoder.decode(part.value, { stream: true });
    seen.ended = true;
  })();
  const blocks = () => seen.text.split("\n\n").slice(0, -1);
  const messages = (): Message[] =>
    blocks().flatMap((block) => {
      const [, id = ""] = /^id: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      return data ? [{ id, data: JSON.parse(data) as Told }] : [];
    });
  return {
    seen,
    messages,
    /** The id that a client would come back with. */
    lastId: () => [...seen.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? "",
    /** Moves the time on until so many have come. */
    got: (count: number) =>
      waitFor(() => {
        if (messages().length < count) pass(500);
        return messages().length >= count ? messages() : null;
      }, `${count} messages`),
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}

async function follow(query = "", options: Parameters<typeof ask>[1] = {}) {
  const response = await ask(query, options);
  expect(response.status).toBe(200);
  return reading(response);
}

/** Publishes one event that is attempted once, and answers when that is written down. */
async function attempted(fields: Record<string, unknown> = {}): Promise<string> {
  const { id } = await publish(node, fields);
  await waitFor(async () => {
    const { body } = await node.call<{ data: { last_attempt: unknown }[] }>(
      "GET",
      `/events/${id}/deliveries`,
    );
    return body.data.length > 0 && body.data.every(({ last_attempt }) => last_attempt !== null);
  }, "the attempt");
  return id;
}

/** Moves the time on to the next look, unless one is under way: that one would find ten minutes gone. */
function pass(ms: number): void {
  if (clock.pending.some((at) => at <= clock.now() + 500)) clock.advance(ms);
}

const placeOf = (seq: number) => node.deps.cursors.seal(seqCursor(seq));

const events = (messages: Message[]) => messages.map(({ data }) => data.event.id);

describe("the stream of attempts", () => {
  test("tells of each as it has been made, with what it belongs to", async () => {
    const webhook = await registerWebhook(node, `${receiver.url}/500`, { tenant: "whole", profile: "aiq" });
    await using stream = await follow("tenant=whole");
    const event = await attempted({ tenant: "whole", channel: "c" });
    const [first] = await stream.got(1);
    expect(first?.data).toEqual({
      delivery: expect.stringMatching(/^dlv_/),
      event: { id: event, type: "order.created" },
      tenant: "whole",
      channel: "c",
      webhook: { id: webhook.id, url: webhook.url as string },
      attempt: {
        ...{ number: 1, trigger: "schedule", started: "2024-01-15T10:30:00.000Z" },
        ...{ duration_ms: expect.any(Number), outcome: "http_error", status_code: 500 },
        error: expect.stringContaining("500"),
      } as never,
    });
    clock.advance(66_000);
    const [, second] = await stream.got(2);
    expect(second?.data.attempt).toMatchObject({ number: 2, trigger: "schedule" });
    await node.call("POST", `/webhooks/${webhook.id}/test`);
    const [, , third] = await stream.got(3);
    expect(third?.data.attempt).toMatchObject({ trigger: "test" });
    await node.call("DELETE", `/webhooks/${webhook.id}`);
  });

  test("says what it is and that nobody may keep it, and its path is no delivery's", async () => {
    const response = await ask("");
    await using stream = reading(response);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await waitFor(() => stream.seen.text || null)).toMatch(/^retry: 1000\nid: p[0-9a-z]+\n\n$/);
    expectProblem(await node.call("GET", "/deliveries/streams"), 404, "not_found");
  });

  test("is narrowed by each filter of the list", async () => {
    const bad = await registerWebhook(node, `${receiver.url}/404`, {
      tenant: "filters",
      event_types: ["bad.one"],
    });
    await registerWebhook(node, receiver.url, { tenant: "filters", event_types: ["good.one", "good.two"] });
    const id = "chosen-event";
    const queries = [
      ...[`webhook=${bad.id}`, "type=good.two", "channel=c", "status=success", "status=failure"],
      ...["status=succeeded&channel=c", "status=failed", `event=${id}`, "tenant=filters"],
    ];
    const streams = await Promise.all(
      queries.map((query) => follow(`tenant=filters&${query}`.replace(/^.*(tenant=.*)$/, "$1"))),
    );
    const b = await attempted({ tenant: "filters", type: "bad.one" });
    const g = await attempted({ tenant: "filters", type: "good.one", channel: "c" });
    const h = await attempted({ tenant: "filters", type: "good.two", id });
    await streams.at(-1)?.got(3);
    const found = Object.fromEntries(
      queries.map((query, i) => [query, events(streams[i]?.messages() ?? [])]),
    );
    expect(found).toEqual({
      ...{ [`webhook=${bad.id}`]: [b], "type=good.two": [h], "channel=c": [g], "status=success": [g, h] },
      ...{ "status=failure": [b], "status=succeeded&channel=c": [g], "status=failed": [b] },
      ...{ [`event=${id}`]: [h], "tenant=filters": [b, g, h] },
    });
    for (const stream of streams) await stream[Symbol.asyncDispose]();
  });

  test("shows a key that is bound to event types those only", async () => {
    await registerWebhook(node, receiver.url, { tenant: "typed" });
    const bounds = { tenant: "typed", event_types: ["order.*"] };
    const key = await makeKey(node, { scopes: ["deliveries:read"], ...bounds });
    await using all = await follow("tenant=typed");
    await using own = await follow("", { key });
    await attempted({ tenant: "typed", type: "stock.updated" });
    const mine = await attempted({ tenant: "typed", type: "order.made" });
    await all.got(2);
    expect(events(own.messages())).toEqual([mine]);
  });

  test("shows a bound key its own tenant only", async () => {
    for (const tenant of ["left", "right"]) await registerWebhook(node, receiver.url, { tenant });
    const key = await makeKey(node, { scopes: ["deliveries:read"], tenant: "left" });
    await using all = await follow();
    await using own = await follow("", { key });
    await attempted({ tenant: "right" });
    const mine = await attempted({ tenant: "left" });
    await all.got(2);
    expect(events(own.messages())).toEqual([mine]);
    expect(own.seen.text).not.toContain("right");
    expectProblem(
      await node.call("GET", "/deliveries/stream?tenant=right", undefined, { key }),
      403,
      "forbidden",
    );
    const scopeless = await makeKey(node, { scopes: ["webhooks:read"] });
    expectProblem(
      await node.call("GET", "/deliveries/stream", undefined, { key: scopeless }),
      403,
      "forbidden",
    );
  });

  test.each([
    ["status=pending", "/query/status"],
    ["after=5", "/query/cursor"],
    ["since=2024-01-01T00:00:00Z", "/query/since"],
  ])("refuses %s", async (query, pointer) => {
    const answer = await node.call("GET", `/deliveries/stream?${query}`);
    expect(expectProblem(answer, 422, "invalid").errors?.[0]?.pointer).toBe(pointer);
  });
});

describe("who comes back", () => {
  test("gets what was missed, in order and without anything twice", async () => {
    await registerWebhook(node, receiver.url, { tenant: "back" });
    await using steady = await follow("tenant=back");
    const stream = await follow("tenant=back");
    const seen = await attempted({ tenant: "back" });
    const [message] = await stream.got(1);
    await stream[Symbol.asyncDispose]();
    const missed = [await attempted({ tenant: "back" }), await attempted({ tenant: "back" })];
    await steady.got(3);
    await using again = await follow("tenant=back", { lastEventId: message?.id ?? "" });
    await using asked = await follow(`tenant=back&after=${message?.id}`);
    const live = await attempted({ tenant: "back" });
    expect(events(await again.got(3))).toEqual([...missed, live]);
    expect(events(await asked.got(3))).toEqual([...missed, live]);
    expect(events([message as Message])).toEqual([seen]);
    expect(events(await steady.got(4))).toEqual([seen, ...missed, live]);
  });

  test("keeps its place although its filter lets nothing through", async () => {
    await registerWebhook(node, receiver.url, { tenant: "noise" });
    await using stream = await follow("tenant=quiet");
    const before = await waitFor(() => stream.lastId() || null);
    await attempted({ tenant: "noise" });
    await waitFor(() => {
      pass(500);
      return stream.seen.text.includes(": still here");
    });
    expect(stream.messages()).toEqual([]);
    expect(stream.lastId()).not.toBe(before);
  });

  test("after long gets the last thousand and is told that there was more", async () => {
    await registerWebhook(node, receiver.url, { tenant: "long" });
    await attempted({ tenant: "long" });
    const more = `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
      INSERT INTO attempts (delivery_seq, number, trigger, started_at, duration_ms, outcome, url, request_headers, body_format)
      SELECT max(d.seq), i, 'schedule', 1, 1, 'success', 'u', '[]', 'envelope iso'
      FROM n, deliveries d WHERE d.tenant = 'long' GROUP BY i`;
    await node.store.write([{ sql: more }]);
    await using stream = await follow("tenant=long", { lastEventId: placeOf(1) });
    const told = await stream.got(1000);
    expect(told.map(({ data }) => data.attempt.number)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 501),
    );
    expect(stream.seen.text).toContain(": more was missed");
    await using complete = await follow("tenant=long", { lastEventId: told[998]?.id ?? "" });
    expect((await complete.got(1)).map(({ id }) => id)).toEqual([told[999]?.id as string]);
    expect(complete.seen.text).not.toContain(": more was missed");
  });

  test("goes on when the newest attempts were deleted and their places are given again", async () => {
    await registerWebhook(node, receiver.url, { tenant: "reused" });
    await attempted({ tenant: "reused" });
    await using stream = await follow("tenant=reused");
    await node.store.write([{ sql: "DELETE FROM events WHERE tenant IN ('reused', 'long')" }]);
    const place = stream.lastId;
    await waitFor(() => {
      pass(15_000);
      return stream.seen.text.match(/still here/g)?.length === 2;
    });
    expect(place()).toMatch(/^p/);
    const next = await attempted({ tenant: "reused" });
    expect(events(await stream.got(1))).toEqual([next]);
  });
});

describe("a stream is bounded", () => {
  test("who does not read is dropped, and the others go on", async () => {
    const url = `${receiver.url}/?${"x".repeat(900)}`;
    await registerWebhook(node, url, { tenant: "slow" });
    await attempted({ tenant: "slow" });
    const stalled = await ask("tenant=slow");
    await using brisk = await follow("tenant=slow");
    const more = `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 800)
      INSERT INTO attempts (delivery_seq, number, trigger, started_at, duration_ms, outcome, url, request_headers, body_format)
      SELECT max(d.seq), i, 'schedule', 1, 1, 'success', ?, '[]', 'envelope iso'
      FROM n, deliveries d WHERE d.tenant = 'slow' GROUP BY i`;
    await node.store.write([{ sql: more, args: [url] }]);
    const before = node.deps.live.followers;
    await brisk.got(799);
    expect(node.deps.live.followers).toBe(before);
    await waitFor(() => {
      pass(5000);
      return node.deps.live.followers === before - 1;
    });
    const text = await stalled.text();
    expect(text).toEndWith(": you read too slowly; come back with the last id\n\n");
    expect(text.length).toBeLessThan(450_000);
  });

  test("who reads again in time gets all of it", async () => {
    const stalled = await ask(`tenant=slow&after=${placeOf(0)}`);
    await using brisk = await follow(`tenant=slow&after=${placeOf(0)}`);
    const all = await brisk.got(799);
    await using late = reading(stalled);
    expect(await late.got(all.length)).toEqual(all);
  });

  test("at most twenty of one tenant follow, and others still may", async () => {
    const key = await makeKey(node, { tenant: "crowd", scopes: ["deliveries:read"] });
    const answers = await Promise.all(Array.from({ length: 21 }, () => ask("", { key })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(200), 429]);
    const other = await ask("");
    expect(other.status).toBe(200);
    for (const { body } of [...answers, other]) await body?.cancel();
    const again = await ask("", { key });
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  test("tenants take neither the operators' places nor all of one another's", async () => {
    const keys = await Promise.all(
      ["a", "b", "c", "d", "e"].map((name) =>
        makeKey(node, { tenant: `crowd-${name}`, scopes: ["deliveries:read"] }),
      ),
    );
    const last = keys.pop() ?? "";
    const crowd = await Promise.all(
      keys.flatMap((key) => Array.from({ length: 20 }, () => ask("", { key }))),
    );
    expect(crowd.every(({ status }) => status === 200)).toBe(true);
    const before = node.deps.live.followers;
    const late = await ask("", { key: last });
    expect([late.status, node.deps.live.followers]).toEqual([200, before]);
    const operator = await ask("");
    expect(operator.status).toBe(200);
    for (const { body } of [...crowd, late, operator]) await body?.cancel();
  });

  test("at most a hundred follow, and a place is free again as soon as one leaves", async () => {
    const all = await Promise.all(
      Array.from({ length: 100 - node.deps.live.followers }, () => ask("tenant=none")),
    );
    expect(all.every(({ status }) => status === 200)).toBe(true);
    const refused = await node.call("GET", "/deliveries/stream");
    expectProblem(refused, 429, "too_many_streams");
    expect(refused.headers.get("retry-after")).toBe("30");
    await all[0]?.body?.cancel();
    await using next = await follow();
    await waitFor(() => next.seen.text || null);
    for (const one of all.slice(1)) await one.body?.cancel();
    expect(node.deps.live.followers).toBe(1);
  });

  test("who goes away over a real connection leaves its place", async () => {
    node.app.listen({ hostname: "127.0.0.1", port: 0 });
    const { server } = node.app;
    const before = node.deps.live.followers;
    const gone = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server?.port}/api/v1/deliveries/stream`, {
      headers: { authorization: `Bearer ${ROOT_KEY}` },
      signal: gone.signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(node.deps.live.followers).toBe(before + 1);
    gone.abort();
    await waitFor(() => node.deps.live.followers === before);
    await server?.stop(true);
  });

  test.each([
    [
      "a key",
      async () => {
        const key = await makeKey(node, { scopes: ["deliveries:read"], tenant: "mine" });
        const headers = { authorization: `Bearer ${key}` };
        const withdraw = async () => {
          const { body } = await node.call<{ data: { id: string }[] }>("GET", "/api-keys?limit=1");
          return node.call("DELETE", `/api-keys/${body.data[0]?.id}`);
        };
        return { headers, withdraw };
      },
    ],
    [
      "a portal session",
      async () => {
        await node.call("PUT", "/tenants/mine", { name: "Mine" });
        const headers = await portalHeaders(node, "mine");
        return { headers, withdraw: () => node.call("DELETE", "/tenants/mine/portal-sessions") };
      },
    ],
  ] as const)("it ends at the next beat when %s that opened it was withdrawn", async (_, open) => {
    const { headers, withdraw } = await open();
    const request = new Request("http://localhost/api/v1/deliveries/stream", { headers });
    await using stream = reading(await node.app.handle(request));
    const following = node.deps.live.followers;
    await waitFor(() => {
      pass(5000);
      return stream.seen.text.includes("still here");
    });
    expect((await withdraw()).status).toBe(204);
    const at = clock.now();
    await waitFor(() => {
      pass(5000);
      return stream.seen.ended;
    });
    expect(clock.now() - at).toBeLessThan(60_000);
    expect(node.deps.live.followers).toBeLessThan(following);
  });

  test("it ends after ten minutes, so that a key that was withdrawn is asked for again", async () => {
    await using stream = await follow("tenant=none");
    await waitFor(() => {
      pass(60_000);
      return stream.seen.ended;
    });
    expect(stream.seen.text.match(/still here/g)?.length).toBeGreaterThan(1);
  });

  test("nothing is read while nobody follows", async () => {
    await waitFor(() => {
      pass(1000);
      return node.deps.live.followers === 0;
    });
    await using stream = await follow("tenant=none");
    expect(clock.pending).toContain(clock.now() + 500);
    await stream[Symbol.asyncDispose]();
    clock.advance(500);
    await waitFor(() => !clock.pending.includes(clock.now() + 500));
  });
});

test("a shutdown ends the streams and is not held up by them", async () => {
  const own = await startNode();
  const request = new Request("http://localhost/api/v1/deliveries/stream", {
    headers: { authorization: `Bearer ${ROOT_KEY}` },
  });
  const stream = reading(await own.app.handle(request));
  await own.stop();
  await waitFor(() => stream.seen.ended);
  expect(own.lines.join("\n")).not.toContain("could not be followed");
});
