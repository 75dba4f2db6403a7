/** With so many bytes waiting to be read there is no room for more. */
const MAX_WAITING = 256 * 1024;

const encoder = new TextEncoder();

export type Pipe = {
  stream: ReadableStream<Uint8Array>;
  /** Does nothing once it is closed. */
  send(text: string): void;
  /** False when the client has much to read yet; false also once it is closed. */
  hasRoom(): boolean;
  close(): void;
};

/** A stream of text that tells when its client falls behind. `left` is called once, when it is closed or the client is gone. */
export function createPipe(left: () => void): Pipe {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      cancel: () => {
        controller = null;
        left();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING }),
  );

  function close(): void {
    const open = controller;
    controller = null;
    open?.close();
    if (open) left();
  }

  return {
    stream,
    send: (text) => controller?.enqueue(encoder.encode(text)),
    hasRoom: () => (controller?.desiredSize ?? 0) > 0,
    close,
  };
}
