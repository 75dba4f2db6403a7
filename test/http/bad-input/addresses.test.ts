import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../../support/api.ts";
import { registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { hook } from "./refuses.ts";

describe("an address that nothing may be sent to is refused with its own code:", () => {
  let strict: TestNode;
  beforeAll(async () => {
    strict = await startNode({
      env: { POSTHORN_ALLOW_HTTP: "false", POSTHORN_EGRESS_ALLOW: "203.0.113.7/32" },
    });
  });
  afterAll(() => strict.stop());

  test.each([
    ["https://10.0.0.1/"],
    ["https://192.168.1.1/"],
    ["https://172.16.0.1/"],
    ["https://169.254.169.254/latest/meta-data"],
    ["https://127.0.0.1/"],
    ["https://0x7f.1/"],
    ["https://2130706433/"],
    ["https://017700000001/"],
    ["https://127.1/"],
    ["https://[::1]/"],
    ["https://[::ffff:127.0.0.1]/"],
    ["https://[64:ff9b::7f00:1]/"],
    ["https://[fe80::1]/"],
    ["https://[fd00::1]/"],
    ["https://localhost/"],
    ["https://localhost./"],
    ["https://LOCALHOST/"],
    ["https://a.localhost/"],
    ["https://0.0.0.0/"],
    ["https://example.com:25/"],
  ])("%s", async (target) => {
    const before = await counts(strict);
    const problem = expectProblem(
      await strict.call("POST", "/webhooks", hook({ url: target })),
      422,
      "url_not_allowed",
    );
    expect(problem.errors).toEqual([{ pointer: "/url", detail: expect.any(String) }]);
    expect(await counts(strict)).toEqual(before);
  });

  test("the refusal says which setting opens the address, and a change of URL is judged alike", async () => {
    const { id } = await registerWebhook(strict, "https://example.com/");
    const answer = await strict.call("PATCH", `/webhooks/${id}`, { url: "https://10.1.2.3/" });
    expect(expectProblem(answer, 422, "url_not_allowed").detail).toMatch(
      /10\.1\.2\.3.*POSTHORN_EGRESS_ALLOW/,
    );
    const { body } = await strict.call("GET", `/webhooks/${id}`);
    expect(body.url).toBe("https://example.com/");
  });

  test("http is refused where https is required", async () => {
    const answer = await strict.call("POST", "/webhooks", hook({ url: "http://example.com/" }));
    const problem = expectProblem(answer, 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/url", detail: "The URL must start with https://." }]);
  });

  test("where http is taken, the refusal of another scheme says so", async () => {
    await using lenient = await startNode({ env: { POSTHORN_ALLOW_HTTP: "true" } });
    const answer = await lenient.call("POST", "/webhooks", hook({ url: "ftp://example.com/" }));
    const [fault] = expectProblem(answer, 422, "invalid").errors ?? [];
    expect(fault?.detail).toBe("The URL must start with https:// or http://.");
  });
});
