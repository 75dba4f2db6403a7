import type { TestNode } from "./node.ts";

type Created = { id: string; secret: string; status: string } & Record<string, unknown>;

/** Registers a webhook for every event type at `url`, and answers it. Throws when it is refused. */
export async function registerWebhook(
  node: Pick<TestNode, "call">,
  url: string,
  fields: Record<string, unknown> = {},
): Promise<Created> {
  const { status, body } = await node.call<Created>("POST", "/webhooks", {
    url,
    event_types: ["*"],
    ...fields,
  });
  if (status !== 201) throw new Error(`webhook refused: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Publishes an event and answers what the API answered. Throws when it is refused. */
export async function publish(
  node: Pick<TestNode, "call">,
  fields: Record<string, unknown> = {},
): Promise<{ id: string; deliveries: number }> {
  const event = { type: "order.created", data: { total: 42 }, ...fields };
  const { status, body } = await node.call<{ id: string; deliveries: number }>("POST", "/events", event);
  if (status !== 202) throw new Error(`event refused: ${status} ${JSON.stringify(body)}`);
  return body;
}
