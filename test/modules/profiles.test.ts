import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Profile } from "../../src/wire/profile.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

type Shown = Profile & { builtin: boolean; used_by: { tenants: number; webhooks: number } };

let node: TestNode;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

/** A copy of a built-in profile, with changes. */
async function own(name: string, changes: Partial<Profile> = {}, from = "standard"): Promise<Profile> {
  const profile = { ...(builtinProfiles.get(from) as Profile), ...changes, name };
  const { status, body } = await node.call<Shown>("PUT", `/profiles/${name}`, profile);
  if (status !== 200) throw new Error(`profile refused: ${status} ${JSON.stringify(body)}`);
  return profile;
}

describe("the list of profiles", () => {
  test("begins with the built-in ones, each a whole document", async () => {
    const { body } = await node.call<{ data: Shown[] }>("GET", "/profiles");
    const shown = body.data.filter(({ builtin }) => builtin);
    expect(shown.map(({ name }) => name)).toEqual([...builtinProfiles.keys()]);
    for (const { builtin: _, used_by, created, updated, ...document } of shown as (Shown &
      Record<string, unknown>)[])
      expect({ document, used_by, created, updated }).toEqual({
        document: builtinProfiles.get(document.name) as never,
        used_by: { tenants: 0, webhooks: 0 },
        created: null,
        updated: null,
      });
  });

  test("tells how many tenants and webhooks name each profile", async () => {
    await own("counted");
    await node.call("PUT", "/tenants/counted", { name: "C", profile: "counted" });
    await registerWebhook(node, receiver.url, { tenant: "counted" });
    await registerWebhook(node, receiver.url, { tenant: "other", profile: "counted" });
    const { body } = await node.call<Shown>("GET", "/profiles/counted");
    expect(body.used_by).toEqual({ tenants: 1, webhooks: 1 });
    const key = await makeKey(node, { tenant: "other", scopes: ["webhooks:read"] });
    const seen = await node.call<Shown>("GET", "/profiles/counted", undefined, { key });
    expect(seen.body.used_by).toEqual({ tenants: 0, webhooks: 1 });
    const listed = await node.call<{ data: Shown[] }>("GET", "/profiles", undefined, { key });
    expect(listed.body.data.find(({ name }) => name === "counted")?.used_by).toEqual(seen.body.used_by);
  });
});

describe("a profile of one's own", () => {
  test("is made, read, replaced and deleted", async () => {
    const made = await own("acme", { title: "Acme", headers: { "X-Acme-Event": "{event.type}" } });
    expect((await node.call<Shown>("GET", "/profiles/acme")).body).toMatchObject({ ...made, builtin: false });
    await own("acme", { title: "Acme 2" });
    expect((await node.call<Shown>("GET", "/profiles/acme")).body).toMatchObject({
      title: "Acme 2",
      headers: {},
    });
    expect((await node.call("DELETE", "/profiles/acme")).status).toBe(204);
    expectProblem(await node.call("GET", "/profiles/acme"), 404, "not_found");
  });

  test("may leave its name to the path, but not have another one", async () => {
    const { name: _, ...nameless } = builtinProfiles.get("aiq") as Profile;
    expect((await node.call<Shown>("PUT", "/profiles/nameless", nameless)).body.name).toBe("nameless");
    const refused = await node.call("PUT", "/profiles/nameless", { ...nameless, name: "other" });
    expect(expectProblem(refused, 422, "invalid").errors?.[0]?.pointer).toBe("/name");
  });

  test("is a copy of another one under a new name, once", async () => {
    const { status, body } = await node.call<Shown>("POST", "/profiles/orki/copy", { name: "my-orki" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...builtinProfiles.get("orki"),
      name: "my-orki",
      title: "Orki (copy)",
      builtin: false,
    });
    expectProblem(await node.call("POST", "/profiles/orki/copy", { name: "my-orki" }), 409, "profile_exists");
    expectProblem(await node.call("POST", "/profiles/nope/copy", { name: "x" }), 404, "not_found");
  });

  test("survives a restart", async () => {
    await using first = await startNode();
    await first.call("POST", "/profiles/stripe/copy", { name: "kept" });
    const hook = await registerWebhook(first, receiver.url, { profile: "kept" });
    await first.abandon();
    await using again = await startNode({ dir: first.dir });
    expect((await again.call<Shown>("GET", "/profiles/kept")).body.signatures).toEqual([
      { scheme: "stripe", header: "Stripe-Signature" },
    ]);
    expect((await again.call("GET", `/webhooks/${hook.id}`)).body.profile).toBe("kept");
  });

  test("changes what the next attempt of a delivery that waits looks like", async () => {
    await using strict = await startReceiver(() => 500);
    await own("changing", { headers: { "X-Version": "one" } });
    await registerWebhook(node, strict.url, { tenant: "changing", profile: "changing" });
    await publish(node, { tenant: "changing" });
    await strict.waitFor(1);
    await own("changing", { headers: { "X-Version": "two" } });
    await (node.clock as ManualClock).advance(10_000);
    const [first, second] = await strict.waitFor(2);
    expect([first?.headers["x-version"], second?.headers["x-version"]]).toEqual(["one", "two"]);
  });
});

describe("what is refused", () => {
  test("a built-in profile is neither replaced nor deleted", async () => {
    const standard = builtinProfiles.get("standard");
    expectProblem(await node.call("PUT", "/profiles/standard", standard), 409, "profile_builtin");
    expectProblem(await node.call("DELETE", "/profiles/standard"), 409, "profile_builtin");
  });

  test("a profile in use is not deleted, by tenant or by webhook, until nothing uses it", async () => {
    await own("in-use");
    const { id } = await registerWebhook(node, receiver.url, { tenant: "uses", profile: "in-use" });
    const refused = expectProblem(await node.call("DELETE", "/profiles/in-use"), 409, "profile_in_use");
    expect(refused.detail).toContain("1 webhook");
    await node.call("DELETE", `/webhooks/${id}`);
    expect((await node.call("DELETE", "/profiles/in-use")).status).toBe(204);
  });

  test.each([
    ["an unknown placeholder", { headers: { "X-A": "{event.nope}" } }, "/headers/X-A"],
    ["a header with a line break", { headers: { "X-A": "a\r\nB: c" } }, "/headers/X-A"],
    ["a header's name with a line break", { headers: { "X-A\r\nB": "c" } }, "/headers/X-A\r\nB"],
    ["a reserved header", { headers: { Host: "evil.example" } }, "/headers/Host"],
    [
      "a negative delay",
      { retry: { delays_seconds: [-1], jitter: 0, honour_retry_after: false } },
      "/retry/delays_seconds/0",
    ],
    [
      "10,000 delays",
      { retry: { delays_seconds: Array(10_000).fill(1), jitter: 0, honour_retry_after: false } },
      "/retry/delays_seconds",
    ],
    ["an unknown field", { retires: 3 }, "/retires"],
    ["an unknown scheme", { signatures: [{ scheme: "md5" }] }, "/signatures/0/scheme"],
    ["a redirect as success", { success: [302] }, "/success/0"],
    ["a timeout of an hour", { timeout_seconds: 3600 }, "/timeout_seconds"],
  ])("%s, with a pointer to it", async (_, changes, pointer) => {
    const document = { ...builtinProfiles.get("standard"), ...changes, name: "bad" };
    const refused = expectProblem(await node.call("PUT", "/profiles/bad", document), 422, "invalid");
    expect(refused.errors?.map((fault) => fault.pointer)).toContain(pointer);
    expectProblem(await node.call("GET", "/profiles/bad"), 404, "not_found");
  });

  test("a change that a webhook with this profile could not be signed under", async () => {
    await own("signed", {}, "orisha");
    const { id } = await registerWebhook(node, receiver.url, {
      tenant: "signed",
      profile: "signed",
      secret: "plain",
    });
    const document = { ...(builtinProfiles.get("standard") as Profile), name: "signed" };
    const refused = expectProblem(await node.call("PUT", "/profiles/signed", document), 422, "invalid");
    expect(refused.errors?.[0]).toMatchObject({
      pointer: "/signatures",
      detail: expect.stringContaining(id),
    });
  });

  test("changes by a key that may not administer", async () => {
    const key = await makeKey(node, { scopes: ["webhooks:write", "webhooks:read"] });
    const by = (method: string, route: string, body?: unknown) => node.call(method, route, body, { key });
    expect((await by("GET", "/profiles")).status).toBe(200);
    expectProblem(await by("PUT", "/profiles/x", builtinProfiles.get("aiq")), 403, "forbidden");
    expectProblem(await by("POST", "/profiles/aiq/copy", { name: "x" }), 403, "forbidden");
    expectProblem(await by("DELETE", "/profiles/x"), 403, "forbidden");
  });
});

describe("the preview", () => {
  type Preview = { url: string; headers: [string, string][]; body: string; raw: string; attempts: object[] };

  test.each([...builtinProfiles.keys()])(
    "of %s is made for a sample event and is the same each time",
    async (name) => {
      const first = await node.call<Preview>("GET", `/profiles/${name}/preview`);
      const second = await node.call<Preview>("GET", `/profiles/${name}/preview`);
      expect(first.status).toBe(200);
      expect(second.body).toEqual(first.body);
      expect(first.body.raw).toStartWith("POST /webhooks HTTP/1.1\r\nhost: example.com\r\n");
      expect(first.body.raw).toEndWith(`\r\n\r\n${first.body.body}`);
    },
  );

  test("tells when each attempt would be made", async () => {
    const { body } = await node.call<Preview>("GET", "/profiles/organiko/preview");
    expect(body.attempts).toEqual(
      [0, 5, 35, 335, 2135, 9335].map((total, i) => ({
        number: i + 1,
        delay_seconds: [0, 5, 30, 300, 1800, 7200][i],
        total_seconds: total,
      })),
    );
  });

  test("takes an event type's example from the catalogue", async () => {
    await node.call("PUT", "/event-types/previewed.type", { description: "", example: { sum: 1 } });
    const { body } = await node.call<Preview>("GET", "/profiles/standard/preview?type=previewed.type");
    expect(body.body).toContain('"type":"previewed.type"');
    expect(body.body).toContain('"data":{"sum":1}');
  });

  test("of an event type shows every header that its profile can write", async () => {
    await node.call("PUT", "/event-types/previewed.type", { description: "", example: { sum: 1 } });
    const { body } = await node.call<Preview>("GET", "/profiles/orisha/preview?type=previewed.type");
    const names = body.headers.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(builtinProfiles.get("orisha")?.headers ?? {})));
  });

  test("of a draft keeps the numbers of its sample as they were written", async () => {
    const draft = JSON.stringify({ profile: builtinProfiles.get("orisha") });
    const sample = '"sample":{"event":{"data":{"n":12345678901234567890, "m":1.50}}}';
    const { body } = await node.call<Preview>(
      "POST",
      "/profiles/preview",
      `${draft.slice(0, -1)},${sample}}`,
    );
    expect(body.body).toContain("12345678901234567890");
    expect(body.body).toContain("1.50");
  });

  test("of a draft with faults answers each of them", async () => {
    const draft = { profile: { ...builtinProfiles.get("orki"), headers: { "X-A": "{nope}" } } };
    const refused = expectProblem(await node.call("POST", "/profiles/preview", draft), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/profile/headers/X-A");
  });

  test.each([
    ["X-Own", "one\r\nX-Two: 2"],
    ["X Own", "one"],
    ["Host", "other.example.com"],
    ["webhook-id", "mine"],
  ])("is refused for a header that no webhook may have: %j", async (name, value) => {
    const sample = { webhook: { headers: { [name]: value } } };
    const draft = { profile: builtinProfiles.get("standard"), sample };
    const refused = expectProblem(await node.call("POST", "/profiles/preview", draft), 422, "invalid");
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual([`/sample/webhook/headers/${name}`]);
  });

  test("is refused for a secret that could not sign", async () => {
    const draft = { profile: builtinProfiles.get("standard"), sample: { webhook: { secret: "not a key" } } };
    const refused = expectProblem(await node.call("POST", "/profiles/preview", draft), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/sample/webhook/secret");
  });
});
