import { expect, test } from "bun:test";
import { checkReady } from "../../src/cli/healthcheck.ts";
import { localUrl } from "../../src/cli/remote.ts";
import { posthorn, silentAddress, standIn } from "./posthorn.ts";

test("healthcheck succeeds when /readyz answers 200", async () => {
  await using instance = standIn(() => new Response("ok"));
  const result = await posthorn(["healthcheck"], { POSTHORN_LISTEN: instance.listen });
  expect(result).toEqual({ out: "ready\n", err: "", code: 0 });
  expect(instance.asked).toMatchObject([{ method: "GET", path: "/readyz", authorization: null }]);
});

test("healthcheck does not ask a proxy about its own machine", async () => {
  await using instance = standIn(() => new Response("ok"));
  const proxy = `http://${await silentAddress()}`;
  const env = {
    POSTHORN_LISTEN: instance.listen,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: "example.com",
  };
  expect((await posthorn(["healthcheck"], env)).code).toBe(0);
});

test.each([503, 302, 404])("healthcheck fails when /readyz answers %d", async (status) => {
  await using instance = standIn(() => new Response("no", { status, headers: { location: "/healthz" } }));
  const { out, err, code } = await posthorn(["healthcheck"], { POSTHORN_LISTEN: instance.listen });
  expect(err).toBe(`not ready: ${instance.url}/readyz answered ${status}\n`);
  expect({ out, code }).toEqual({ out: "", code: 1 });
});

test("healthcheck fails when nobody listens", async () => {
  const listen = await silentAddress();
  const { err, code } = await posthorn(["healthcheck"], { POSTHORN_LISTEN: listen });
  expect(err).toStartWith(`not ready: http://${listen}/readyz: `);
  expect(code).toBe(1);
});

test("an instance that stays silent is not ready", async () => {
  await using instance = standIn(() => new Promise<Response>(() => {}));
  await expect(checkReady(instance.url, 20)).rejects.toThrow("not ready");
});

test.each([
  ["0.0.0.0", "http://127.0.0.1:80"],
  ["::", "http://[::1]:80"],
  ["::1", "http://[::1]:80"],
  ["10.0.0.1", "http://10.0.0.1:80"],
  ["localhost", "http://localhost:80"],
])("an instance that listens on %s is reached at %s", (host, url) => {
  expect(localUrl({ listen: { host, port: 80 } })).toBe(url);
});
