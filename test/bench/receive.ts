/**
 * A receiver in a process of its own. `POST /fast` answers at once, `POST /never` not at all; `GET /arrivals` gives the
 * time at which each event came (epoch ms, fractional) and empties the list.
 */
const now = () => performance.timeOrigin + performance.now();
let arrivals: [id: string, at: number][] = [];
let hanging = 0;

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  idleTimeout: 0,
  routes: {
    "/fast": async (request) => {
      arrivals.push([request.headers.get("webhook-id") ?? "", now()]);
      await request.arrayBuffer();
      return new Response("ok");
    },
    "/never": () => {
      hanging++;
      return new Promise<Response>(() => {});
    },
    "/count": () => Response.json({ arrivals: arrivals.length, hanging }),
    "/arrivals": () => {
      const all = arrivals;
      arrivals = [];
      return Response.json(all);
    },
  },
});
await Bun.write(Bun.stdout, `${server.url.href}\n`);

export {};
