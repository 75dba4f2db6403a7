/**
 * A load generator in a process of its own: `connections` keep-alive sockets, each sends the next event when the last is
 * answered. Prints one JSON line: for each event its id, when it was sent and when the 202 came (epoch ms, fractional).
 */
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    key: { type: "string" },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "8" },
    /** Events a second over all connections; 0 is as many as they can. */
    rate: { type: "string", default: "0" },
    type: { type: "string", default: "bench.fast" },
    prefix: { type: "string", default: "e" },
  },
});
const { hostname, port } = new URL(values.url ?? "");
const connections = Number(values.connections);
const rate = Number(values.rate);
const now = () => performance.timeOrigin + performance.now();
const start = now();
const end = start + Number(values.seconds) * 1000;
const filler = "x".repeat(850);
const sent: [id: string, sentAt: number, acceptedAt: number][] = [];
let count = 0;
let refused = 0;

/** About 1 KB, as an order of a shop might be. */
function request(id: string): string {
  const body = `{"id":"${id}","type":"${values.type}","data":{"order":"${id}","total":1.50,"note":"${filler}"}}`;
  const head = `POST /api/v1/events HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${values.key}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function connection(): Promise<void> {
  return new Promise((resolve) => {
    let pending: [id: string, sentAt: number];
    const next = (socket: { write(text: string): number; end(): void }) => {
      const due = rate > 0 ? start + (count / rate) * 1000 : 0;
      if (Math.max(now(), due) >= end) {
        socket.end();
        return resolve();
      }
      const id = `${values.prefix}${count++}`;
      const send = () => {
        pending = [id, now()];
        socket.write(request(id));
      };
      if (due > now()) setTimeout(send, due - now());
      else send();
    };
    void Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        open: (socket) => next(socket),
        data(socket, bytes) {
          if (bytes[9] === 0x32 && bytes[11] === 0x32) sent.push([...pending, now()]);
          else refused++;
          next(socket);
        },
        close: () => resolve(),
        error: () => resolve(),
      },
    });
  });
}

await Promise.all(Array.from({ length: connections }, connection));
await Bun.write(Bun.stdout, JSON.stringify({ sent, refused, seconds: (now() - start) / 1000 }));
