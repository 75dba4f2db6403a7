/** Clients that other people's generators make of the document compile and publish an event. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { go, hasAll, python } from "../support/generators.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

const MODULES = resolve(import.meta.dir, "../../node_modules");

let node: TestNode;
let folder: string;

beforeAll(async () => {
  node = await startNode();
  folder = await mkdtemp(join(tmpdir(), "posthorn-client-"));
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(command: string[], cwd: string): Promise<{ code: number; output: string }> {
  const child = Bun.spawn(command, { cwd, stdout: "pipe", stderr: "pipe" });
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, output: out + error };
}

/** The generator needs the compiler's own interface, which TypeScript 7 does not have: it gets its own copy of an older one. */
async function generator(): Promise<string> {
  const own = join(folder, "generator", "node_modules");
  await mkdir(own, { recursive: true });
  await cp(join(MODULES, "openapi-typescript"), join(own, "openapi-typescript"), { recursive: true });
  await symlink(join(MODULES, "typescript-5"), join(own, "typescript"));
  const needed = ["@redocly", "ansi-colors", "change-case", "parse-json", "supports-color", "yargs-parser"];
  for (const name of needed) await symlink(join(MODULES, name), join(own, name));
  return join(own, "openapi-typescript/bin/cli.js");
}

const CLIENT = `import createClient from "openapi-fetch";
import type { components, paths } from "./api.ts";

export async function story(fetch: (request: Request) => Promise<Response>, key: string) {
  const client = createClient<paths>({ baseUrl: "http://localhost", fetch, headers: { authorization: \`Bearer \${key}\` } });
  const event: components["schemas"]["NewEvent"] = { type: "order.created", data: { total: 12.5 }, id: "from-client" };
  const published = await client.POST("/api/v1/events", { body: event });
  const deliveries: number | undefined = published.data?.deliveries;
  const listed = await client.GET("/api/v1/deliveries", { params: { query: { status: "failure", limit: 1 } } });
  const codes = listed.data?.data.map(({ last_attempt }) => last_attempt?.status_code ?? null);
  const refused = await client.POST("/api/v1/events", { body: { ...event, tenant: ".." } });
  return { status: published.response.status, deliveries, codes, code: refused.error?.code };
}
`;

const CONFIG = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "esnext" },
    ...{ allowImportingTsExtensions: true, skipLibCheck: true, lib: ["esnext", "dom"], types: [] },
  },
  files: ["client.ts"],
};

test("openapi-typescript's types compile, strictly, and a client with them publishes", async () => {
  const { body } = await node.call("GET", "/openapi.json", undefined, { key: null });
  const at = join(folder, "client");
  await mkdir(at);
  await symlink(MODULES, join(at, "node_modules"));
  await Bun.write(join(at, "openapi.json"), JSON.stringify(body));
  const made = await run(["node", await generator(), "openapi.json", "-o", "api.ts"], at);
  expect(made).toMatchObject({ code: 0 });
  await Bun.write(join(at, "client.ts"), CLIENT);
  await Bun.write(join(at, "tsconfig.json"), JSON.stringify(CONFIG));
  expect(await run([process.execPath, "x", "tsc", "-p", "."], at)).toEqual({ code: 0, output: "" });
  const { story } = await import(join(at, "client.ts"));
  expect(await story((request: Request) => node.app.handle(request), ROOT_KEY)).toEqual({
    ...{ status: 202, deliveries: 0, codes: [], code: "invalid" },
  });
});

/** A folder with the document, and where the instance that it is of listens meanwhile. */
async function served(name: string): Promise<{ at: string; url: string }> {
  const at = join(folder, name);
  await mkdir(at);
  const { body } = await node.call("GET", "/openapi.json", undefined, { key: null });
  await Bun.write(join(at, "openapi.json"), JSON.stringify(body));
  node.app.listen({ hostname: "127.0.0.1", port: 0 });
  return { at, url: `http://127.0.0.1:${node.app.server?.port}` };
}

const PYTHON = (url: string) => `import importlib, os
name = next(entry for entry in os.listdir(".") if os.path.exists(entry + "/client.py"))
client = importlib.import_module(name).AuthenticatedClient(base_url="${url}", token="${ROOT_KEY}")
event = importlib.import_module(name + ".models").NewEvent(type_="order.created", data={"total": 1.5})
publish = importlib.import_module(name + ".api.events.publish_event")
print(publish.sync_detailed(client=client, body=event).status_code.value)
`;

test.skipIf(!hasAll(python.tools))("openapi-python-client's client publishes", async () => {
  const { at, url } = await served("python");
  const [generator, runner] = python.tools;
  const made = await run([generator, "generate", "--path", "openapi.json", "--output-path", "made"], at);
  expect(made).toMatchObject({ code: 0 });
  await Bun.write(join(at, "made", "publish.py"), PYTHON(url));
  expect(await run([runner, "publish.py"], join(at, "made"))).toEqual({ code: 0, output: "202\n" });
});

const GO = (url: string) => `package main

import (
	"context"
	"fmt"
	"net/http"
)

func main() {
	authorize := func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer ${ROOT_KEY}")
		return nil
	}
	client, err := NewClientWithResponses("${url}", WithRequestEditorFn(authorize))
	if err != nil {
		panic(err)
	}
	event := NewEvent{Type: "order.created", Data: map[string]float64{"total": 1.5}}
	published, err := client.PublishEventWithResponse(context.Background(), &PublishEventParams{}, event)
	if err != nil {
		panic(err)
	}
	fmt.Println(published.StatusCode(), published.JSON202.Type)
}
`;

test.skipIf(!hasAll(go.tools))("oapi-codegen's client compiles and publishes", async () => {
  const { at, url } = await served("go");
  const [generator, runner] = go.tools;
  await Bun.write(join(at, "go.mod"), "module example.com/client\n\ngo 1.22\n");
  const options = ["-generate", "types,client", "-package", "main", "-o", "api.gen.go"];
  expect(await run([generator, ...options, "openapi.json"], at)).toMatchObject({ code: 0 });
  await Bun.write(join(at, "main.go"), GO(url));
  expect(await run([runner, "mod", "tidy"], at)).toMatchObject({ code: 0 });
  expect(await run([runner, "run", "."], at)).toEqual({ code: 0, output: "202 order.created\n" });
});
