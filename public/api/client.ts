import { EdenFetchError, treaty } from "@elysiajs/eden";
import type { App } from "../../src/app.ts";
import { isPortal } from "../app/mode.ts";
import { parseJson } from "./json.ts";

/** Where this instance is, whatever path it is reached at: the page's own address without its last part. */
export const here = new URL(".", document.baseURI).href;

/** The address of something under the page's own path: `at("api/v1/system/backup")`. */
export const at = (path: string): string => new URL(path, here).href;

/** Eden would read the dates in strings and round numbers; and it knows `application/json` only. */
async function read(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  const isJson = /[/+]json\b/.test(type);
  if (!response.ok)
    throw new EdenFetchError(response.status, isJson ? parseJson(await response.text()) : null);
  return isJson ? parseJson(await response.text()) : null;
}

/** Tells the portal's session from an operator's: browsers send the cookies of both. Source: src/http/auth.ts. */
export const sessionHeader: Record<string, string> = isPortal ? { "posthorn-session": "portal" } : {};

const root = treaty<App>(here, {
  parseDate: false,
  onResponse: read,
  headers: sessionHeader,
  fetch: { credentials: "same-origin" },
});

/** The API, typed as the server has it: `api.webhooks({ id }).get()`. Sign-in is the cookie's. */
export const api = root.api.v1;

type Reached = { error: null; data: unknown };

/** What a call answers when all is well: `type Stats = DataOf<typeof api.stats.get>`. */
export type DataOf<Call extends (...args: never[]) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Call>>,
  Reached
>["data"];

/** One row of a list: `type Webhook = RowOf<typeof api.webhooks.get>`. */
export type RowOf<Call extends (...args: never[]) => Promise<unknown>> =
  DataOf<Call> extends { data: (infer Row)[] } ? Row : never;
