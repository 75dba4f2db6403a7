import { describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../../support/api.ts";
import { ROOT_KEY } from "../../support/node.ts";
import { event, withNode } from "./refuses.ts";

const given = withNode();

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("a body that cannot be read is refused before anything looks into it:", () => {
  const json = "application/json";
  const cases: [
    what: string,
    body: string | Uint8Array,
    contentType: string,
    status: number,
    code: string,
  ][] = [
    ["half an object", "{", json, 400, "malformed_json"],
    ["two values", '{"type":"a","data":1}{', json, 400, "malformed_json"],
    ["a number that JSON does not know", '{"type":"a","data":0x10}', json, 400, "malformed_json"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), json, 400, "malformed_json"],
    ["300 KiB", JSON.stringify({ type: "a", data: "x".repeat(300 * 1024) }), json, 413, "too_large"],
    ["a form", "type=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"],
    ["a multipart form", "--x", "multipart/form-data; boundary=x", 415, "unsupported_media_type"],
    ["plain text", '{"type":"a","data":1}', "text/plain", 415, "unsupported_media_type"],
    ["a media type that only looks like JSON", "{}", "application/jsonp", 415, "unsupported_media_type"],
  ];

  test.each(cases)("%s", async (_, body, contentType, status, code) => {
    const before = await counts(given.node);
    for (const path of ["/events", "/webhooks"]) {
      const answer = await given.node.call("POST", path, body, { headers: { "content-type": contentType } });
      expectProblem(answer, status, code);
    }
    expect(await counts(given.node)).toEqual(before);
  });

  test.each([["application/json; charset=utf-8"], ["Application/JSON"], ["application/cloudevents+json"]])(
    "%s is JSON",
    async (contentType) => {
      const answer = await given.node.call("POST", "/events", event({}), {
        headers: { "content-type": contentType },
      });
      expect(answer.status).toBe(202);
    },
  );

  test("100,000 levels of nesting are refused without overflowing anything", async () => {
    for (const body of [nested(100_000), `{"type":"a","data":${nested(100_000)}}`])
      expectProblem(await given.node.call("POST", "/events", body), 422, "invalid");
  });
});

describe("routes", () => {
  test.each(["/nope", "/api", "/api/v1", "/api/v1/", "/api/v1/nope", "/api/v2/events", "/healthz/x", "/%00"])(
    "%s is not found, as a problem",
    async (path) => {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const request = new Request(`http://localhost${path}`, {
          method,
          headers: { authorization: `Bearer ${ROOT_KEY}` },
        });
        const response = await given.node.app.handle(request);
        expect(response.status).toBe(404);
        expect(response.headers.get("content-type")).toBe("application/problem+json");
      }
    },
  );

  test.each([
    ["PUT", "/events", "GET, POST"],
    ["OPTIONS", "/events", "GET, POST"],
    ["DELETE", "/event-types", "GET"],
    ["POST", "/event-types/a.b", "GET, PUT, DELETE"],
    ["PUT", "/webhooks/x", "GET, PATCH, DELETE"],
    ["GET", "/deliveries/x/retry", "POST"],
    ["GET", "/system/backup", "POST"],
  ])("%s %s answers 405 with what is allowed", async (method, path, allowed) => {
    const answer = await given.node.call(method, path);
    expectProblem(answer, 405, "method_not_allowed");
    expect(answer.headers.get("allow")).toBe(allowed);
  });
});
