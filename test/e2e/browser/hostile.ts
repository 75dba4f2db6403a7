import { makeStrictProfile, type Stage } from "./stage.ts";

const MARKUP = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
const TURNED = "\u202egnirts \u2066نص من اليمين\u2069";

/** Runs, turns around and stretches whatever shows it as anything but text. */
export const HOSTILE = `${MARKUP} ${TURNED} ${"w".repeat(300)}`;
const most = (length: number) => HOSTILE.slice(0, length).toWellFormed();
const LONG_NAME = `order.${"very_long_name_".repeat(7)}end`;

/** What pages are there for, by the parameter's name in the routes table. */
export type Rows = Record<string, string>;

/** Puts such text into every field that reaches a page, and answers where it went. */
export async function fillWithHostileText(stage: Stage): Promise<Record<string, Rows>> {
  const { call, receiver } = stage;
  receiver.reply(() => ({
    status: 503,
    headers: { "x-hostile": MARKUP, "x-long": "v".repeat(900), "content-type": "text/html" },
    body: `${HOSTILE}\n${"long line ".repeat(300)}`,
  }));
  await makeStrictProfile(stage);
  const { body: strict } = await call("GET", "/profiles/strict");
  const { builtin: _, used_by: __, created: ___, updated: ____, ...profile } = strict;
  const words = { title: most(100), description: most(400) };
  await call("PUT", "/profiles/strict", { ...profile, ...words });
  const tenant = "m".repeat(128);
  await call("PUT", `/tenants/${tenant}`, {
    name: most(200),
    profile: "strict",
    metadata: { note: HOSTILE },
  });
  const example = { [MARKUP]: HOSTILE };
  await call("PUT", `/event-types/${LONG_NAME}`, { description: most(400), group: most(100), example });
  await call("POST", "/api-keys", { name: most(100), scopes: ["events:write"], tenant });
  await call("POST", "/users", {
    name: most(100),
    email: `${"long".repeat(12)}@example.com`,
    role: "viewer",
    password: "a good long password",
  });
  for (const name of ["product_name", "introduction"])
    await call("PUT", `/settings/${name}`, { value: most(name === "introduction" ? 900 : 60) });
  const { body: webhook } = await call<{ id: string }>("POST", "/webhooks", {
    tenant,
    url: `${receiver.url}/${"a-very-long-path/".repeat(40)}?q=%3Cscript%3E`,
    event_types: ["order.*", `stock.${"x".repeat(90)}.*`],
    description: most(1000),
    headers: { "x-hostile": MARKUP, [`x-${"long-".repeat(10)}`]: "v".repeat(500) },
    metadata: { [MARKUP]: HOSTILE },
    profile: "strict",
    filter: `type != "${"f".repeat(200)}"`,
  });
  const data = { [MARKUP]: HOSTILE, nested: { list: [HOSTILE, { [TURNED]: 1 }] } };
  const event = { tenant, type: LONG_NAME, data, actor: most(100), channel: most(100) };
  const delivered = [];
  for (let count = 0; count < 4; count++) delivered.push(await stage.delivered(event));
  const [first] = delivered;
  if (!first) throw new Error("nothing was delivered");
  return {
    "/webhooks/:id/:tab?": { id: webhook.id },
    "/deliveries/:id": { id: first.id },
    "/events/:id": { id: first.event },
    "/event-types/:name": { name: LONG_NAME },
    "/profiles/:name": { name: "strict" },
    "/tenants/:id": { id: tenant },
  };
}
