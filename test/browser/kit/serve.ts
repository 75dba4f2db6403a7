import { join } from "node:path";
import { buildPage } from "../../../src/http/page-build.ts";
import { pages } from "../../../src/http/pages.ts";

/** Serves the kit as the page is served, policy included. */
export async function startKit() {
  const app = pages(new Map(await buildPage(join(import.meta.dir, "index.html"))), null);
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => app.handle(request) });
  return { url: server.url.href.replace(/\/$/, ""), [Symbol.asyncDispose]: () => server.stop(true) };
}
