import { Elysia } from "elysia";
import tokens from "../../../public/tokens.css" with { type: "text" };
import { scoped } from "../../http/auth.ts";
import { pageHeaders } from "../../http/pages.ts";
import { type ConsumerDocs, consumerDocs, docsQuery, publicQuery } from "./model.ts";
import own from "./page.css" with { type: "text" };
import { renderPage } from "./page.ts";
import { type DocsDeps, publicDocs, tenantDocs } from "./service.ts";

const PAGE = "text/html; charset=utf-8";
const STYLES = "/docs/consumer.css";

/** The consumer documentation for whoever has a key, as data or as a page. */
export const docsModule = (deps: DocsDeps) =>
  new Elysia({ prefix: "/docs", tags: ["Documentation"] }).use(scoped).get(
    "/consumer",
    ({ query, principal, request }) => {
      const docs = tenantDocs(deps, principal, query);
      return wantsPage(query.format, request) ? page(deps, docs, `../../..${STYLES}`) : docs;
    },
    {
      scope: ["webhooks:read", "events:read"],
      query: docsQuery,
      response: consumerDocs,
      detail: {
        summary: "What consumers of the webhooks have to know, as data or as a page",
        "x-responses": { 200: { content: { "text/html": { schema: { type: "string" } } } } },
      },
    },
  );

/** The page for everybody, where the operator has made it public, and the styles of both pages. */
export const publicDocsModule = (deps: DocsDeps) =>
  new Elysia({ detail: { hide: true } })
    .get("/docs/consumer", ({ query }) => page(deps, publicDocs(deps, query), "consumer.css"), {
      query: publicQuery,
    })
    .get(STYLES, () => file(deps, tokens + own, "text/css; charset=utf-8"));

/** A browser names HTML among what it accepts, a program does not. */
const wantsPage = (format: string | undefined, { headers }: Request) =>
  format === undefined ? /\btext\/html\b/.test(headers.get("accept") ?? "") : format === "html";

const page = async (deps: DocsDeps, docs: Promise<ConsumerDocs>, stylesheet: string) =>
  file(deps, renderPage(await docs, stylesheet), PAGE);

const file = ({ baseUrl }: DocsDeps, content: string, type: string) =>
  new Response(content, {
    headers: { ...pageHeaders(baseUrl), "content-type": type, "cache-control": "no-cache", vary: "Accept" },
  });
