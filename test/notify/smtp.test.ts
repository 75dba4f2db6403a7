import { beforeAll, expect, test } from "bun:test";
import { createPost } from "../../src/notify/smtp.ts";
import { startMailServer } from "../support/mail-server.ts";
import { type Authority, type Certificate, createAuthority } from "../support/tls.ts";

const letter = { subject: "Not delivered", text: "one", html: "<p>one</p>", id: "evt_1", thread: null };
const from = "Posthorn <posthorn@example.test>";

let authority: Authority;
let certificate: Certificate;
beforeAll(async () => {
  authority = await createAuthority();
  certificate = await authority.issue({ names: ["localhost"], addresses: ["127.0.0.1"] });
});

test.each(["smtps", "starttls"] as const)(
  "a mail server with a private authority's certificate gets mail by %s, and only once that authority is trusted",
  async (begins) => {
    await using server = await startMailServer({ tls: { ...certificate, begins } });
    const { url } = server;
    const untrusted = await createPost({ url, from })(letter, "ops@example.test");
    expect(untrusted).toEqual({
      kind: "unavailable",
      error: expect.stringMatching(/could not be used: .*certificate/),
    });
    const another = await createAuthority("Another CA");
    const foreign = await createPost({ url, from, ca: another.ca })(letter, "ops@example.test");
    expect([foreign.kind, server.received]).toEqual(["unavailable", []]);
    const trusted = await createPost({ url, from, ca: authority.ca })(letter, "ops@example.test");
    expect(trusted).toEqual({ kind: "accepted" });
    expect(server.received.map(({ mail }) => mail.subject)).toEqual(["Not delivered"]);
  },
);
