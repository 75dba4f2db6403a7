// Run with few file descriptors: prints the results of sending to `url` by address and by name, while none is left and after.
import { closeSync, openSync } from "node:fs";
import { parseCidrList } from "../../src/egress/addresses.ts";
import { createSender } from "../../src/egress/send.ts";

const [port = ""] = process.argv.slice(2);
const policy = { allow: parseCidrList("127.0.0.0/8,::1/128").cidrs, deny: [], own: [] };
const sender = createSender({ policy });
const common = { method: "POST", headers: [], body: "{}", timeoutMs: 5000, requireHttps: false } as const;
const kinds = async () =>
  Promise.all(
    ["127.0.0.1", "localhost"].map(async (host) => {
      const result = await sender.send({ ...common, headers: [], url: `http://${host}:${port}/` });
      return result.kind === "response" ? "response" : `${result.kind}, ours: ${result.lack ?? false}`;
    }),
  );

const before = openSync("/dev/null", "r");
const taken: number[] = [];
try {
  for (;;) taken.push(openSync("/dev/null", "r"));
} catch {}
const without = await kinds();
for (const file of [before, ...taken]) closeSync(file);
process.stdout.write(JSON.stringify({ without, after: await kinds() }));
process.exit(0);
