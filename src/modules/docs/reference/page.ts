import { problems } from "../../../http/problem.ts";
import { block, type Html, html, sentence, table } from "../html.ts";
import { type ApiDocument, type Route, routesByTag } from "./document.ts";
import { bodyFields } from "./fields.ts";
import { anchorOf, fieldsHtml, operationHtml } from "./operation.ts";

type Group = [tag: string, routes: Route[]];

const idOf = (tag: string) => tag.toLowerCase().replace(/\W+/g, "-");

/**
 * The API's reference as one page without a script. `baseUrl` is how callers reach Posthorn, empty where nobody has said;
 * `folder` is where its styles are, relative to the page.
 */
export function renderReference(document: ApiDocument, baseUrl: string, folder: string): string {
  const groups = routesByTag(document);
  const { title, version, description } = document.info;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} API</title>
<link rel="stylesheet" href="${folder}/consumer.css">
<link rel="stylesheet" href="${folder}/reference.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><h1>${title} API</h1><p class="quiet">${sentence(description)} Version ${version}. <a href="api/v1/openapi.json">OpenAPI document</a></p></header>
<div class="columns">
${contents(groups)}
<main id="content">
${beginning(document, baseUrl)}
${groups.map(([tag, routes]) => html`<section id="${idOf(tag)}">\n<h2>${tag}</h2>\n${routes.map((route) => operationHtml(route, document.components.responses))}</section>\n`)}
</main>
</div>
</body>
</html>
`.text;
}

const contents = (groups: Group[]): Html => html`<nav aria-label="Contents">
<ul>
<li><a href="#beginning">How to call it</a></li>
<li><a href="#problems">Problems</a></li>
${groups.map(([tag, routes]) => html`<li><a href="#${idOf(tag)}">${tag}</a><ul>\n${routes.map(entry)}</ul></li>\n`)}</ul>
</nav>`;

const entry = (route: Route): Html =>
  html`<li><a href="#${anchorOf(route)}"><span class="method ${route.method.toLowerCase()}">${route.method}</span> ${shortPath(route.path)}</a></li>\n`;

const shortPath = (path: string): Html[] =>
  path
    .replace("/api/v1", "")
    .split(/(?<=\/)/)
    .map((part, at) => (at === 0 ? html`${part}` : html`<wbr>${part}`));

function beginning({ components }: ApiDocument, baseUrl: string): Html {
  const url = baseUrl === "" ? "http://127.0.0.1:8080" : baseUrl;
  const problem = components.responses.Problem?.content?.["application/problem+json"]?.schema ?? {};
  return html`<section id="beginning">
<h2>How to call it</h2>
<p>${sentence("Bodies and answers are JSON in UTF-8. Times are ISO 8601 in UTC, with milliseconds. Ids are opaque. A field that is not known is refused: a typo must not be ignored.")}</p>
<p>${sentence("Send an API key in the header `Authorization: Bearer <key>`. The first one is `POSTHORN_API_KEY`; others are made with `POST /api/v1/api-keys`, each with the scopes that it needs.")}</p>
<p>${sentence("Lists answer `{data, next_cursor}`, the newest first. Ask for the next page with `cursor`; it is null on the last one.")}</p>
<p>The examples take the address and the key from the environment:</p>
${block(`export POSTHORN_URL=${url}\nexport POSTHORN_API_KEY=<key>`, "The environment of the examples")}</section>
<section id="problems">
<h2>Problems</h2>
<p>${sentence("What is refused answers `application/problem+json` (RFC 9457). `code` is for programs, `detail` for people, and `errors` points at each fault of what was sent.")}</p>
${fieldsHtml(bodyFields(problem), "Fields of a problem")}
${table("Codes of problems", ["Code", "Status", "Title"], codes)}</section>
`;
}

const codes: Html[][] = Object.entries(problems).map(([code, [status, title]]) => [
  html`<code>${code}</code>`,
  html`${String(status)}`,
  html`${title}`,
]);
