/**
 * `bun run bench`: what the executable does beside the limits of the same machine, measured in the same run. Load generator
 * and receiver are processes of their own and share the cores with it. `bun run bench pages` measures the pages instead.
 */
import { heading, ms, percentile, perSecond, report, spread } from "./figures.ts";
import { databaseLimit, senderLimit } from "./limits.ts";
import { EXECUTABLE, type Posthorn, startPosthorn } from "./posthorn.ts";
import { runScript, startScript } from "./process.ts";

type Load = { sent: [id: string, sentAt: number, acceptedAt: number][]; refused: number; seconds: number };

const load = (posthorn: Posthorn, args: string[]) =>
  runScript<Load>("load.ts", ["--url", posthorn.url, "--key", posthorn.key, ...args]);

if (Bun.argv[2] === "pages") {
  await (await import("./pages.ts")).pages(Bun.argv[3]);
  process.exit();
}

const receiver = await startScript("receive.ts");
const arrivals = async () =>
  new Map((await (await fetch(`${receiver.line}arrivals`)).json()) as [string, number][]);
const register = (posthorn: Posthorn, path: string, type: string) =>
  posthorn.api("POST", "/webhooks", { url: receiver.line + path, event_types: [type] });

await start();
await throughput();
await calm();
await neighbours();
await receiver.stop();

async function start() {
  heading("Start, on an empty data folder");
  const readies: number[] = [];
  let idle = 0;
  for (let i = 0; i < 5; i++) {
    const posthorn = await startPosthorn();
    readies.push(posthorn.readyMs);
    await Bun.sleep(i === 4 ? 5000 : 0);
    idle = posthorn.memory().now;
    await posthorn.stop();
  }
  report("executable", `${(Bun.file(EXECUTABLE).size / 1e6).toFixed(1)} MB`, "target: under 130 MB");
  report("spawn to ready (median of 5)", ms(percentile(readies, 0.5)), "target: under 300 ms");
  report("memory, idle for 5 s", `${idle.toFixed(1)} MB`, "target: under 100 MB");
}

async function throughput() {
  heading("Saturated: 64 connections, events of 1 KB, one webhook, synchronous=FULL");
  const database = await databaseLimit();
  const sender = await senderLimit(`${receiver.line}fast`);
  await arrivals();
  const posthorn = await startPosthorn();
  await register(posthorn, "fast", "bench.fast");
  await load(posthorn, ["--seconds", "2", "--prefix", "warm"]);
  await settled(posthorn);
  await arrivals();
  const began = performance.now();
  const { sent, refused, seconds } = await load(posthorn, ["--seconds", "10"]);
  const backlog = await posthorn.pending();
  await settled(posthorn);
  const whole = (performance.now() - began) / 1000;
  const arrived = await arrivals();
  const { peak } = posthorn.memory();
  const bytes = await posthorn.stop();
  const delivered = sent.length / whole;
  report("limit: rows by bare client.batch", perSecond(database));
  report("limit: bare undici to the same receiver", perSecond(sender));
  report("accepted", perSecond(sent.length / seconds), `${refused} refused`);
  report(
    "delivered and recorded",
    perSecond(delivered),
    `${Math.round((100 * delivered) / database)} % of the database limit; target: 50 %`,
  );
  report("backlog when the load ended", String(backlog));
  report("lost", String(sent.filter(([id]) => !arrived.has(id)).length));
  report("ingest (request to 202)", spread(sent.map(([, from, to]) => to - from)));
  report("accept to receiver", spread(sent.map(([id, , at]) => Math.max(0, (arrived.get(id) ?? at) - at))));
  report("memory, peak", `${peak.toFixed(0)} MB`);
  report("database a delivered event", `${Math.round(bytes / (sent.length + 1))} bytes`);
}

async function calm() {
  heading("Calm: 200 events a second");
  const posthorn = await startPosthorn();
  await register(posthorn, "fast", "bench.fast");
  await load(posthorn, ["--seconds", "1", "--rate", "200", "--prefix", "warm"]);
  await arrivals();
  const { sent } = await load(posthorn, ["--seconds", "5", "--rate", "200", "--connections", "16"]);
  await settled(posthorn);
  const arrived = await arrivals();
  report("ingest (request to 202)", spread(sent.map(([, from, to]) => to - from)));
  report("accept to receiver", spread(sent.map(([id, , at]) => Math.max(0, (arrived.get(id) ?? at) - at))));
  await posthorn.stop();
}

/** The same calm load while another webhook of the same instance never answers and has 1,000 deliveries due. */
async function neighbours() {
  heading("Beside a webhook that never answers, with 1,000 deliveries due: 200 events a second");
  const posthorn = await startPosthorn();
  await register(posthorn, "fast", "bench.fast");
  await register(posthorn, "never", "bench.never");
  await load(posthorn, ["--seconds", "1", "--rate", "200", "--prefix", "warm"]);
  await arrivals();
  const events = Array.from({ length: 1000 }, (_, i) => ({ type: "bench.never", data: i }));
  await posthorn.api("POST", "/events/batch", { events });
  const { sent } = await load(posthorn, ["--seconds", "5", "--rate", "200", "--connections", "16"]);
  const arrived = await arrivals();
  const { hanging } = (await (await fetch(`${receiver.line}count`)).json()) as { hanging: number };
  report("attempts hanging meanwhile", String(hanging));
  report("arrived", `${sent.filter(([id]) => arrived.has(id)).length} of ${sent.length}`);
  report("accept to receiver", spread(sent.map(([id, , at]) => Math.max(0, (arrived.get(id) ?? at) - at))));
  await posthorn.stop();
}

async function settled(posthorn: Posthorn): Promise<void> {
  while ((await posthorn.pending()) > 0) await Bun.sleep(50);
}
