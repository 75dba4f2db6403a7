import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  type SampleName,
  sampleCatalogue,
  sampleNames,
} from "../../src/modules/event-types/samples/index.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

/** Every event type that the seeds' pages name. */
const pages: Record<SampleName, string[]> = {
  organiko: [
    ...["order.certified", "inventory.allocated", "inventory.updated", "inventory.low_stock"],
    ...["subscription.upgraded", "subscription.downgraded", "subscription.cancelled"],
    ...["payment.failed", "payment.succeeded", "compliance.issue_detected"],
    ...["integration.connected", "integration.disconnected"],
  ],
  orisha: [
    ...["item.created", "item.deleted", "customer.created", "customer.deleted", "customer.updated"],
    ...["pricelist.created", "pricelist.deleted", "customer.contactperson.created"],
    ...["customer.contactperson.deleted", "customer.contactperson.updated"],
    ...["customer.address.created", "customer.address.deleted", "customer.address.updated"],
  ],
  aiq: [
    ...["product.created", "product.updated", "product.deleted", "order.created", "order.confirmed"],
    ...["order.updated", "order.cancelled", "order.closed", "order.out_for_delivery"],
    ...["order.ready_for_pickup", "order.delivered", "order.shipped"],
  ],
  ordereazi: ["order.dispatched", "document.created", "stock.level_changed"],
  orki: ["meta.message", "message.created", "chat.status_changed"],
};

type Listed = {
  name: string;
  description: string;
  group: string | null;
  schema: Schema;
  example: Record<string, unknown>;
};
type Schema = {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  examples?: string[];
  pattern?: string;
  additionalProperties?: boolean;
};

describe.each(sampleNames)("the sample catalogue of %s", (sample) => {
  let node: TestNode;
  let types: Listed[];
  beforeAll(async () => {
    node = await startNode();
    const answer = await node.call("POST", "/event-types/import", { sample });
    expect([answer.status, answer.body]).toEqual([
      200,
      { created: pages[sample], updated: [], unchanged: [] },
    ]);
    types = (await node.call<{ data: Listed[] }>("GET", "/event-types?limit=250")).body.data;
  });
  afterAll(() => node.stop());

  test("has every event type of the page, each with description, group, schema and example", () => {
    expect(types.map(({ name }) => name).sort()).toEqual([...pages[sample]].sort());
    for (const { name, description, group, schema, example } of types)
      expect({ name, description, group, schema, example }).toEqual({
        name,
        description: expect.stringMatching(/\w+ \w+.*\.$/),
        group: expect.stringMatching(/\w{3}/),
        schema: expect.objectContaining({ type: "object", properties: expect.any(Object) }),
        example: expect.anything(),
      });
  });

  test("describes every property in words", () => {
    for (const { name, schema } of types)
      expect({ name, bare: undescribed(schema, "") }).toEqual({ name, bare: [] });
  });

  test("shows every member that it describes in the example", () => {
    for (const { name, schema, example } of types) {
      const hidden = Object.keys(schema.properties ?? {}).filter((member) => !(member in example));
      // A message carries a text or a file.
      expect({ name, hidden }).toEqual({ name, hidden: name === "meta.message" ? ["media"] : [] });
    }
  });

  test("takes its own examples as events, and refuses them without any one required member", async () => {
    for (const { name, schema, example } of types) {
      await publish(node, { type: name, data: example });
      for (const member of schema.required ?? []) {
        const { [member]: _, ...data } = example;
        const { status } = await node.call("POST", "/events", { type: name, data });
        expect({ name, member, status }).toEqual({ name, member, status: 422 });
      }
    }
  });

  test("changes nothing when it is imported again", async () => {
    const answer = await node.call("POST", "/event-types/import", { sample });
    expect(answer.body).toEqual({ created: [], updated: [], unchanged: pages[sample] });
  });
});

/** Pointers to the properties that nothing is said about. */
function undescribed({ properties = {}, items }: Schema, at: string): string[] {
  const inside = items ? undescribed(items, `${at}/items`) : [];
  return Object.entries(properties)
    .flatMap(([name, one]) => [
      ...(one.description ? [] : [`${at}/${name}`]),
      ...undescribed(one, `${at}/${name}`),
    ])
    .concat(inside);
}

const schemaOf = async (sample: SampleName, name: string): Promise<Schema> => {
  const found = (await sampleCatalogue(sample)).find((one) => one.name === name);
  return JSON.parse(found?.schema ?? "null");
};

test.each([
  ["item.created", ["ItemCode"]],
  ["item.deleted", ["ItemCode"]],
  ["customer.created", ["CustomerCode"]],
  ["customer.deleted", ["CustomerCode"]],
  ["customer.updated", ["CustomerCode"]],
  ["pricelist.created", ["PriceListCode"]],
  ["pricelist.deleted", ["PriceListCode"]],
  ["customer.contactperson.created", ["CustomerCode", "ContactPersonCode"]],
  ["customer.contactperson.deleted", ["CustomerCode", "ContactPersonCode"]],
  ["customer.contactperson.updated", ["CustomerCode", "ContactPersonCode"]],
  ["customer.address.created", ["CustomerCode", "AddressCode"]],
  ["customer.address.deleted", ["CustomerCode", "AddressCode"]],
  ["customer.address.updated", ["CustomerCode", "AddressCode"]],
])("Orisha's %s has the body of its page and nothing more", async (name, fields) => {
  const schema = await schemaOf("orisha", name);
  expect(schema.required).toEqual(fields);
  expect(Object.keys(schema.properties ?? {})).toEqual(fields);
  expect(schema.additionalProperties).toBe(false);
});

const anything = [7, "other", null, true, ["other"], { other: 1 }];

test.each(["organiko", "aiq", "ordereazi", "orki"] as const)(
  "no event of %s is refused for a member that its page does not name",
  async (sample) => {
    await using node = await startNode();
    await node.call("POST", "/event-types/import", { sample });
    for (const { name, schema } of await sampleCatalogue(sample)) {
      const { properties = {} }: Schema = JSON.parse(schema ?? "");
      // OrderEazi's page says how its dates are written, and no page anything else.
      const unnamed = Object.keys(properties).filter((member) => properties[member]?.pattern === undefined);
      await publish(node, { type: name, data: {} });
      for (const value of anything) {
        const data = Object.fromEntries(unnamed.map((member) => [member, value]));
        await publish(node, { type: name, data });
      }
    }
  },
);

test("Orki's chats have the four statuses of its page", async () => {
  const { properties } = await schemaOf("orki", "chat.status_changed");
  expect(properties?.status?.examples).toEqual(["active", "snoozed", "closed", "needs_attention"]);
});

test("OrderEazi's payloads carry Created and Modified, sortable or with a zone", async () => {
  await using node = await startNode();
  await node.call("POST", "/event-types/import", { sample: "ordereazi" });
  for (const { name, schema, example } of await sampleCatalogue("ordereazi")) {
    expect(Object.keys(JSON.parse(schema ?? "").properties)).toEqual(
      expect.arrayContaining(["Created", "Modified"]),
    );
    for (const [Modified, status] of [
      ["2024-01-15T10:30:00", 202],
      ["2024-01-15T10:30:00.000Z", 202],
      ["15/01/2024", 422],
    ]) {
      const data = { ...JSON.parse(example ?? ""), Modified };
      expect((await node.call("POST", "/events", { type: name, data })).status).toBe(Number(status));
    }
  }
});
