import { describe, expect, test } from "bun:test";
import { renderBody } from "../../src/wire/body.ts";
import { event } from "./subject.ts";

const FAITHFUL = '{"2":12345678901234567890,"1":1.50,"z":1e400,"a":"\\u00e9"}';

describe("bodies", () => {
  test("the envelope has its keys in order and leaves absent ones out", () => {
    expect(renderBody({ body: "envelope", dates: "iso" }, event, "default")).toBe(
      '{"id":"evt_1","type":"order.created","created":"2024-01-15T10:30:00.000Z","data":{"total":1.50}}',
    );
  });

  test("the envelope carries previous attributes and channel when the event has them", () => {
    const full = { ...event, previousAttributes: '{"total":1.00}', channel: 'store "7"' };
    expect(renderBody({ body: "envelope", dates: "iso" }, full, "default")).toEndWith(
      '"data":{"total":1.50},"previous_attributes":{"total":1.00},"channel":"store \\"7\\""}',
    );
  });

  test("numbers, key order and escapes arrive as the caller wrote them in every body with data", () => {
    for (const body of ["envelope", "data", "cloudevents"] as const) {
      expect(renderBody({ body, dates: "iso" }, { ...event, data: FAITHFUL }, "default")).toContain(FAITHFUL);
    }
  });

  test("data alone is the caller's text", () => {
    expect(renderBody({ body: "data", dates: "iso" }, { ...event, data: " [ null ]" }, "t")).toBe(
      " [ null ]",
    );
  });

  test("the thin body names the event only", () => {
    expect(renderBody({ body: "thin", dates: "iso" }, event, "default")).toBe(
      '{"id":"evt_1","type":"order.created","created":"2024-01-15T10:30:00.000Z"}',
    );
  });

  test("CloudEvents 1.0 structured mode has its attributes, and a subject only with a channel", () => {
    expect(JSON.parse(renderBody({ body: "cloudevents", dates: "iso" }, event, "a b"))).toEqual({
      specversion: "1.0",
      id: "evt_1",
      source: "urn:posthorn:tenant:a%20b",
      type: "order.created",
      time: "2024-01-15T10:30:00.000Z",
      datacontenttype: "application/json",
      data: { total: 1.5 },
    });
    const inStore = renderBody({ body: "cloudevents", dates: "iso" }, { ...event, channel: "store-7" }, "t");
    expect(JSON.parse(inStore).subject).toBe("store-7");
  });

  test("sortable dates reach the whole body, the envelope's own included", () => {
    const dated = { ...event, data: '{"Created":"2024-01-15T12:30:00+02:00","n":1.50}' };
    expect(renderBody({ body: "envelope", dates: "sortable" }, dated, "t")).toBe(
      '{"id":"evt_1","type":"order.created","created":"2024-01-15T10:30:00","data":{"Created":"2024-01-15T10:30:00","n":1.50}}',
    );
  });
});
