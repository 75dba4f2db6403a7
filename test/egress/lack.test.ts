import { expect, test } from "bun:test";
import { join } from "node:path";
import { ownLack } from "../../src/egress/lack.ts";
import { startReceiver } from "../support/receiver.ts";

test("what fails for want of file descriptors is our own fault, and works again once there are some", async () => {
  await using receiver = await startReceiver();
  const script = join(import.meta.dir, "out-of-files.ts");
  const command = `ulimit -n 64; exec '${process.execPath}' '${script}' ${receiver.port}`;
  const child = Bun.spawn(["/bin/sh", "-c", command], { stdout: "pipe", stderr: "ignore" });
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual({
    without: ["interrupted, ours: true", "interrupted, ours: true"],
    after: ["response", "response"],
  });
  expect(receiver.requests).toHaveLength(2);
});

test.each(["EMFILE", "ENFILE", "ENOMEM"])(
  "a file that cannot be opened for %s shows a lack of ours",
  (code) => {
    const fault = ownLack(() => {
      throw Object.assign(new Error("no"), { code });
    });
    expect(fault).toMatchObject({ kind: "interrupted", lack: true });
  },
);

test("a machine without a file to try has no lack", () => {
  const absent = () => {
    throw Object.assign(new Error("no"), { code: "ENOENT" });
  };
  expect([ownLack(), ownLack(absent)]).toEqual([null, null]);
});
