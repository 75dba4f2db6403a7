import { join } from "node:path";
import type { PageFile } from "./pages.ts";

const index = join(import.meta.dir, "../../public/index.html");

/**
 * The page's files by path, as browsers get them: bundled, minified and compressed; `/` is the page itself. Parts that few open,
 * editors and charts, are files of their own that are fetched when they are opened. Throws AggregateError.
 */
export async function buildPage(entry = index): Promise<[path: string, PageFile][]> {
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    splitting: true,
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: "preact", development: false },
  });
  return Promise.all(
    outputs.map(async (output): Promise<[string, PageFile]> => {
      const path = output.kind === "entry-point" && output.path.endsWith("index.html") ? "/" : output.path;
      const content = new Uint8Array(await output.arrayBuffer());
      return [path.replace(/^.*\//, "/"), { type: output.type, gzip: Bun.gzipSync(content, { level: 9 }) }];
    }),
  );
}
