/** One message of a stream of server-sent events; a comment has neither id nor data. */
export type Message = { id: string | null; data: string | null; comment: string | null };

/**
 * Reads server-sent events from an answer: `EventSource` could not send the header that tells the portal's session. Ends with
 * the stream; rejects when the connection is lost. Source: WHATWG HTML, "Server-sent events".
 */
export async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield messageOf(block);
  }
}

function messageOf(block: string): Message {
  const lines = block.split("\n");
  const valuesOf = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ""));
  const data = valuesOf("data");
  return {
    id: valuesOf("id").at(-1) ?? null,
    data: data.length === 0 ? null : data.join("\n"),
    comment: valuesOf("").at(-1) ?? null,
  };
}
