import { expect, test } from "bun:test";
import { type Message, messagesOf } from "../../public/api/event-stream.ts";

const TEXT =
  'retry: 1000\n: more was missed\nid: p1\n\nid: p2\ndata: {"name":"مستودع"}\n\n: still here\nid: p3\n\nid: p4\nda';

test.each([1, 7, 1000])(
  "messages are read whole, however the stream is cut (%i bytes at a time)",
  async (size) => {
    const bytes = new TextEncoder().encode(TEXT);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const messages: Message[] = [];
    for await (const message of messagesOf(body)) messages.push(message);
    expect(messages).toEqual([
      { id: "p1", data: null, comment: "more was missed" },
      { id: "p2", data: '{"name":"مستودع"}', comment: null },
      { id: "p3", data: null, comment: "still here" },
    ]);
  },
);
