import { createServer, type Socket } from "node:net";

export type HostileReceiver = { url: string } & AsyncDisposable;

/** A port that accepts connections and does with each what `meet` does, which is nothing unless given. */
export async function startHostile(meet: (socket: Socket) => void = () => {}): Promise<HostileReceiver> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    meet(socket.on("data", () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Responds 200 after `delayMs`. */
export const startSlow = (delayMs: number) =>
  startHostile((socket) => {
    socket.on("data", () => {
      setTimeout(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), delayMs);
    });
  });

/** Responds 200 with headers at once and then a byte of the body each `everyMs`, without an end. */
export const startDripping = (everyMs: number) =>
  startHostile((socket) => {
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
      const timer = setInterval(() => socket.write("x"), everyMs);
      socket.on("close", () => clearInterval(timer));
    });
  });
