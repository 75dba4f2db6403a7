import { expect, test } from "bun:test";
import { openOutbox } from "./helpers.ts";

test("a webhook that is registered while everything is read anew is not lost", async () => {
  let hold: Promise<void> | null = null;
  await using outbox = await openOutbox((store) => ({
    ...store,
    async read(statement) {
      const result = await store.read(statement);
      await hold;
      return result;
    },
  }));
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  const loading = outbox.registry.load();
  // The reads have their answers before the webhook is written: the reading thread takes them in order.
  await outbox.file.read({ sql: "SELECT 1" });
  hold = null;
  const id = await outbox.addWebhook();
  resolve();
  await loading;
  expect(outbox.registry.webhook(id)?.id).toBe(id);
});
