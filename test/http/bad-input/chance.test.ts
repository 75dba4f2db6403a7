import { describe, expect, test } from "bun:test";
import { event, hook, URL, withNode } from "./refuses.ts";

const given = withNode();

describe("chance", () => {
  test("no mutation of a valid body ever ends in a fault of ours", async () => {
    const random = mulberry(20240115);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const values = [
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      "",
      "x",
      "\0",
      "\ud800",
      "a.b",
      [],
      {},
      [[]],
      { a: 1 },
      "*",
      URL,
    ];
    const bodies = [
      [
        "POST",
        "/events",
        event({
          id: "fuzz",
          channel: "c",
          actor: "a",
          tenant: "t",
          created: "2024-01-15T10:30:00Z",
          previous_attributes: {},
        }),
      ],
      ["POST", "/events/batch", { events: [event({}), event({ channel: null })] }],
      [
        "POST",
        "/webhooks",
        hook({
          channels: ["c"],
          headers: { "X-A": "b" },
          metadata: { a: 1 },
          status: "paused",
          rate_limit: 5,
          description: "d",
        }),
      ],
      [
        "PATCH",
        `/webhooks/${given.webhook}`,
        { description: "d", metadata: {}, channels: null, status: "paused" },
      ],
      ["POST", `/webhooks/${given.webhook}/secret/rotate`, { grace_seconds: 5, secret: null }],
      [
        "PUT",
        "/tenants/fuzz",
        { name: "a", metadata: {}, notify: { emails: ["a@example.com"] }, profile: null },
      ],
      ["PUT", "/event-types/fuzz.it", { description: "d", group: "g", example: { a: 1 }, deprecated: false }],
      [
        "POST",
        "/api-keys",
        {
          name: "a",
          scopes: ["events:write"],
          tenant: "t",
          event_types: ["a.*"],
          app_user: "u",
          expires: "2030-01-01T00:00:00Z",
        },
      ],
    ] as const;
    const mutate = (value: unknown, depth = 0): unknown => {
      if (random() < 0.15) return pick(values);
      if (typeof value !== "object" || value === null || depth > 3) return value;
      if (Array.isArray(value)) return value.map((part) => mutate(part, depth + 1));
      const entries = Object.entries(value).filter(() => random() > 0.1);
      if (random() < 0.1)
        entries.push([pick(["__proto__", "constructor", "", "x", "toString"]), pick(values)]);
      return Object.fromEntries(entries.map(([name, part]) => [name, mutate(part, depth + 1)]));
    };
    for (let round = 0; round < 600; round++) {
      const [method, path, valid] = pick(bodies);
      let text = JSON.stringify(mutate(valid)) ?? "";
      if (random() < 0.2)
        text = text.slice(0, Math.floor(random() * text.length)) + pick(["", "}", '"', "\0", "[", "é"]);
      const { status } = await given.node.call(method, path, text);
      expect({ method, path, text, status }).toEqual({
        method,
        path,
        text,
        status: Math.min(status, 499),
      });
    }
    expect(given.node.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

/** Source: the public domain generator mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
