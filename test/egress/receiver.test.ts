import { expect, test } from "bun:test";
import { startReceiver } from "../support/receiver.ts";
import { openSender } from "./helpers.ts";

test("a receiver answers its statuses in turn, then goes on with the last", async () => {
  await using receiver = await startReceiver();
  await using sender = openSender();
  receiver.reply([503, 429, 200]);
  const statuses: unknown[] = [];
  for (const _ of "abcd") statuses.push((await sender.send({ url: receiver.url })).response?.statusCode);
  expect(statuses).toEqual([503, 429, 200, 200]);
});

test("a receiver tells when so many requests have come", async () => {
  await using receiver = await startReceiver();
  await using sender = openSender();
  const came = receiver.waitFor(2);
  await Promise.all([sender.send({ url: `${receiver.url}/1` }), sender.send({ url: `${receiver.url}/2` })]);
  expect((await came).map(({ path }) => path).sort()).toEqual(["/1", "/2"]);
  expect(await receiver.waitFor(1)).toHaveLength(2);
});

test("a receiver stops while a request waits for its answer", async () => {
  const receiver = await startReceiver(() => new Promise(() => {}));
  await using sender = openSender();
  const sent = sender.send({ url: receiver.url });
  await receiver.waitFor(1);
  await receiver.stop();
  expect((await sent).kind).toBe("connection_error");
});
