import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDocs } from "../../src/modules/docs/document.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode } from "../support/node.ts";
import { startReceiver } from "../support/receiver.ts";
import { profileOf } from "../wire/subject.ts";
import { options } from "./cases.ts";

const ORIGIN = "posthorn";

function handshakeCode(profile: string, language: string): string {
  const { handshake } = createDocs([], profileOf(profile), { ...options, origin: ORIGIN });
  const snippet = handshake?.snippets.find((one) => one.language === language);
  if (!snippet) throw new Error(`no handshake of ${profile} in ${language}`);
  return snippet.code;
}

type Answer = (request: Request, token: string) => Response;

/** The documentation's TypeScript, as a module. */
async function answerOf(profile: string): Promise<Answer> {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-docs-handshake-"));
  const path = join(dir, `${profile}.ts`);
  await Bun.write(path, handshakeCode(profile, "typescript"));
  const { answerHandshake } = (await import(path)) as { answerHandshake: Answer };
  await rm(dir, { recursive: true });
  return answerHandshake;
}

for (const profile of ["orki", "cloudevents"])
  test(`the documentation's TypeScript passes the real handshake of ${profile}, and only with its own token`, async () => {
    const answer = await answerOf(profile);
    const token = { value: "my-verify-token" };
    await using node = await startNode();
    await using receiver = await startReceiver(async ({ method, path, headers }) => {
      const asked = new Request(`http://receiver.test${path}`, { method, headers });
      const response = answer(asked, token.value);
      const { status } = response;
      return { status, headers: Object.fromEntries(response.headers), body: await response.text() };
    });
    const fields = { profile, ...(profile === "orki" && { secret: "my-verify-token" }) };
    expect((await registerWebhook(node, receiver.url, fields)).status).toBe("active");
    token.value = "another";
    const again = await registerWebhook(node, receiver.url, fields);
    expect(again.status).toBe(profile === "orki" ? "unverified" : "active");
  });

test("the consent is given to nobody else", async () => {
  const answer = await answerOf("cloudevents");
  const asked = new Request("http://receiver.test/", {
    method: "OPTIONS",
    headers: { "WebHook-Request-Origin": "elsewhere.example" },
  });
  expect(answer(asked, "").headers.get("WebHook-Allowed-Origin")).toBeNull();
});

test.skipIf(Bun.which("python3") === null)("the documentation's Python answers both handshakes", async () => {
  const challenge = `${handshakeCode("orki", "python")}
query = {"hub.mode": "subscribe", "hub.challenge": "c+/= é", "hub.verify_token": "t"}
print(ascii([answer_handshake(query, "t"), answer_handshake(query, "u")[0], answer_handshake({}, "")[0]]))
`;
  const consent = `${handshakeCode("cloudevents", "python")}
print([answer_handshake({"WebHook-Request-Origin": one}) for one in ("posthorn", "elsewhere")])
`;
  const run = (code: string) => Bun.spawnSync(["python3", "-c", code]).stdout.toString().trim();
  expect(run(challenge)).toBe("[(200, 'c+/= \\xe9'), 403, 403]");
  expect(run(consent)).toBe("[(200, {'WebHook-Allowed-Origin': 'posthorn'}), (403, {})]");
});
