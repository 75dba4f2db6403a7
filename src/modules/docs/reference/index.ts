import { Elysia } from "elysia";
import { pageHeaders } from "../../../http/pages.ts";
import { type ApiDocument, written } from "./document.ts";
import { renderReference } from "./page.ts";
import styles from "./reference.css" with { type: "text" };

type ReferenceDeps = { baseUrl: string | null };

/** The API's reference for people, for everybody as the document is that it is made from. `document` is asked once. */
export function referenceModule({ baseUrl }: ReferenceDeps, document: () => Promise<unknown>) {
  let made: Promise<string> | undefined;
  return new Elysia({ detail: { hide: true } })
    .get("/docs", async ({ request }) => {
      if (request.url.split("?")[0]?.endsWith("/")) return moved(baseUrl);
      made ??= page(document, baseUrl);
      return file(baseUrl, await made, "text/html; charset=utf-8");
    })
    .get("/docs/reference.css", () => file(baseUrl, styles, "text/css; charset=utf-8"));
}

const page = async (document: () => Promise<unknown>, baseUrl: string | null) =>
  renderReference(written((await document()) as ApiDocument), (baseUrl ?? "").replace(/\/$/, ""), "docs");

/** The page's own addresses are relative: with a slash at its end they would lead one folder too deep. */
const moved = (baseUrl: string | null) =>
  new Response(null, { status: 308, headers: { ...pageHeaders(baseUrl), location: "../docs" } });

const file = (baseUrl: string | null, content: string, type: string) =>
  new Response(content, {
    headers: { ...pageHeaders(baseUrl), "content-type": type, "cache-control": "no-cache" },
  });
