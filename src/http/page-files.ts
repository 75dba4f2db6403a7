import page from "../../public/index.html";
import type { PageFile, Pages } from "./pages.ts";

/** What the import is in the executable: the files that the build has embedded. From source it is only a path. */
type Manifest = {
  index: string;
  files?: { path: string; loader: string; headers: Record<string, string> }[];
};

/** The page's files: embedded ones in the executable, built at start from source. */
export async function loadPages(): Promise<Pages> {
  const { index, files } = page as unknown as Manifest;
  return files ? readEmbedded(index, files) : build(index);
}

async function readEmbedded(index: string, files: NonNullable<Manifest["files"]>): Promise<Pages> {
  const entries = files.map(async ({ path, headers }): Promise<[string, PageFile]> => {
    const name = path === index ? "/" : path.replace(/^.*\//, "/");
    return [
      name,
      { type: headers["content-type"] ?? "application/octet-stream", bytes: await Bun.file(path).bytes() },
    ];
  });
  return new Map(await Promise.all(entries));
}

async function build(index: string): Promise<Pages> {
  const { outputs } = await Bun.build({ entrypoints: [index], minify: true });
  const entries = outputs.map(async (output): Promise<[string, PageFile]> => {
    const name = output.path.endsWith("index.html") ? "/" : output.path.replace(/^.*\//, "/");
    return [name, { type: output.type, bytes: new Uint8Array(await output.arrayBuffer()) }];
  });
  return new Map(await Promise.all(entries));
}
