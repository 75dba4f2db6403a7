import { type EmbeddedFile, embedded } from "./embedded-page.ts";
import { buildPage } from "./page-build.ts";
import type { PageFile, Pages } from "./pages.ts";

/** The page's files: embedded ones in the executable, built at start from source. */
export async function loadPages(): Promise<Pages> {
  return new Map(embedded ? await Promise.all((embedded as EmbeddedFile[]).map(read)) : await buildPage());
}

const read = async ({ path, type, file }: EmbeddedFile): Promise<[string, PageFile]> => [
  path,
  { type, gzip: await Bun.file(file).bytes() },
];
