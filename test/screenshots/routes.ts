import { join } from "node:path";

const table = join(import.meta.dir, "../../public/app/routes.ts");

export type Route = { path: string; mode: "admin" | "portal" };

/** Every route of the page, from its table; read as text, for the module itself needs a browser. */
export async function routes(): Promise<Route[]> {
  const text = await Bun.file(table).text();
  const [, ...rows] = text.slice(text.indexOf("const table"), text.indexOf("];")).split('path: "');
  if (rows.length === 0) throw new Error(`there is no route in ${table}`);
  return rows.flatMap((row) => {
    const [path = ""] = row.split('"');
    const only = /only: "(admin|portal)"/.exec(row)?.[1];
    return (["admin", "portal"] as const)
      .filter((mode) => only === undefined || only === mode)
      .map((mode) => ({ path, mode }));
  });
}
