import { beforeAll, describe, expect, test } from "bun:test";
import { buildPage } from "../../src/http/page-build.ts";
import { type PageFile, pages } from "../../src/http/pages.ts";

const KB = 1024;
let files: Map<string, PageFile>;

beforeAll(async () => {
  files = new Map(await buildPage());
});

const ask = (path: string, headers: Record<string, string> = {}, frames: string[] = []) =>
  pages(files, null, () => frames).handle(new Request(`http://localhost${path}`, { headers }));

const textOf = (path: string) =>
  Buffer.from(Bun.gunzipSync(files.get(path)?.gzip ?? new Uint8Array())).toString();

/** The files that a file fetches by itself, at once, and those that these fetch. */
function fetchedWith(path: string, known = new Set<string>()): Set<string> {
  const eager = /(?:from|import|src=|href=)\s*"\.(\/[^"]+\.(?:js|css))"/g;
  for (const [, next = ""] of textOf(path).matchAll(eager)) {
    if (known.has(next)) continue;
    known.add(next);
    fetchedWith(next, known);
  }
  return known;
}

describe("a file of the page", () => {
  test("is sent compressed to those who take that, and as it is to the others", async () => {
    const packed = await ask("/", { "accept-encoding": "br, gzip" });
    expect([packed.headers.get("content-encoding"), packed.headers.get("vary")]).toEqual([
      "gzip",
      "accept-encoding",
    ]);
    const html = Buffer.from(Bun.gunzipSync(new Uint8Array(await packed.arrayBuffer()))).toString();
    for (const accepted of ["", "identity", "br", "gzip;q=0, br"]) {
      const plain = await ask("/", accepted === "" ? {} : { "accept-encoding": accepted });
      expect([accepted, plain.headers.get("content-encoding"), await plain.text()]).toEqual([
        accepted,
        null,
        html,
      ]);
    }
  });

  test("is not sent again to whoever has it", async () => {
    const etag = (await ask("/")).headers.get("etag") ?? "";
    const again = await ask("/", { "if-none-match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await ask("/", { "if-none-match": 'W/"another"' })).status).toBe(200);
  });

  test("is kept for ever where its name tells what is in it", async () => {
    for (const path of files.keys()) {
      const kept = (await ask(path)).headers.get("cache-control");
      expect([path, kept]).toEqual([path, path === "/" ? "no-cache" : "public, max-age=31536000, immutable"]);
    }
  });
});

describe("the portal", () => {
  test("is the same page, in frames of the configured sites only", async () => {
    const policy = async (path: string, frames: string[]) =>
      (await ask(path, {}, frames)).headers.get("content-security-policy");
    expect(await policy("/portal", [])).toContain("frame-ancestors 'none'");
    expect(await policy("/portal", ["https://a.example", "https://b.example"])).toContain(
      "frame-ancestors https://a.example https://b.example",
    );
    expect(await policy("/", ["https://a.example"])).toContain("frame-ancestors 'none'");
    expect(await (await ask("/portal")).text()).toBe(textOf("/"));
  });

  test("with a slash at its end leads to itself, where its files are found", async () => {
    const answer = await ask("/portal/");
    expect([answer.status, answer.headers.get("location")]).toEqual([308, "../portal"]);
  });
});

describe("the first view", () => {
  const sizeOf = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (files.get(path)?.gzip.length ?? 0), 0);
  const scripts = () => [...fetchedWith("/")].filter((path) => path.endsWith(".js"));

  test("has less than 250 KB of compressed JavaScript", () => {
    expect(scripts().length).toBeGreaterThan(0);
    expect(sizeOf(scripts())).toBeLessThan(250 * KB);
  });

  test("comes without the parts that are fetched when they are opened", () => {
    const first = scripts().map(textOf).join("");
    expect(first).not.toContain("uplot");
    expect(first).not.toContain("cm-content");
    expect([...files.keys()].map(textOf).join("")).toContain("uplot");
  });
});
