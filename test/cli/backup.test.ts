import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { KEY, posthorn, silentAddress, standIn, temporaryFolder } from "./posthorn.ts";

const COPY = new Uint8Array(300_000).map((_, index) => index % 251);

test("backup writes the instance's copy to a file that only its owner may read", async () => {
  await using instance = standIn(() => new Response(COPY));
  using folder = temporaryFolder();
  const path = join(folder.path, "copy.db");
  const env = {
    POSTHORN_LISTEN: instance.listen,
    POSTHORN_API_KEY: KEY,
    POSTHORN_BASE_URL: "https://e.test",
  };
  expect(await posthorn(["backup", path], env)).toEqual({ out: `${path}\n`, err: "", code: 0 });
  expect(instance.asked).toMatchObject([
    { method: "POST", path: "/api/v1/system/backup", authorization: `Bearer ${KEY}` },
  ]);
  expect(new Uint8Array(readFileSync(path))).toEqual(COPY);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder.path)).toEqual(["copy.db"]);
});

test("backup overwrites nothing", async () => {
  await using instance = standIn(() => new Response(COPY));
  using folder = temporaryFolder();
  const path = join(folder.path, "copy.db");
  writeFileSync(path, "earlier");
  const { err, code } = await posthorn(["backup", path, "--url", instance.url, "--key", KEY]);
  expect(err).toBe(`${path} exists already; a backup overwrites nothing.\n`);
  expect(code).toBe(2);
  expect(readFileSync(path, "utf8")).toBe("earlier");
  expect(instance.asked).toEqual([]);
});

test("backup leaves nothing behind when the copy breaks off", async () => {
  const server = createServer((socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nSQLite"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  using folder = temporaryFolder();
  const path = join(folder.path, "copy.db");
  const { err, code } = await posthorn(["backup", path, "--url", `http://127.0.0.1:${port}`, "--key", KEY]);
  server.close();
  expect(err).toStartWith("The backup failed: ");
  expect(code).toBe(1);
  expect(readdirSync(folder.path)).toEqual([]);
});

test("backup says so when the folder cannot be written", async () => {
  await using instance = standIn(() => new Response(COPY));
  const { err, code } = await posthorn(["backup", "/nowhere/copy.db", "--url", instance.url, "--key", KEY]);
  expect(err).toContain("The backup failed: ENOENT");
  expect(code).toBe(1);
});

test("backup says so when no instance runs", async () => {
  using folder = temporaryFolder();
  const env = { POSTHORN_LISTEN: await silentAddress(), POSTHORN_API_KEY: KEY };
  const { err, code } = await posthorn(["backup", join(folder.path, "copy.db")], env);
  expect(err).toStartWith("Posthorn does not answer at ");
  expect(code).toBe(1);
  expect(readdirSync(folder.path)).toEqual([]);
});
