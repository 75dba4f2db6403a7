import { block, type Html, html, paragraphs } from "./html.ts";
import { indent } from "./indent.ts";
import type { ConsumerDocs, Part } from "./model.ts";
import { rawRequest, type Section, sectionsOf } from "./sections.ts";

type Event = Part<"events">[number];

/** The document as a page of its own, without a script; `stylesheet` is where its styles are, relative to the page. */
export function renderPage(docs: ConsumerDocs, stylesheet: string): string {
  const sections = sectionsOf(docs);
  const groups = groupsOf(docs.events);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${docs.title}</title>
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><h1>${docs.title}</h1></header>
<div class="columns">
${contents(
  sections,
  groups.flatMap(([, events]) => events),
)}
<main id="content">
${sections.map(section)}
<section id="events">
<h2>Events</h2>
${docs.events.length === 0 ? html`<p>No event type is declared yet.</p>` : groups.map(group)}
</section>
</main>
</div>
</body>
</html>
`.text;
}

const section = ({ id, title, content }: Section): Html =>
  html`<section id="${id}">\n<h2>${title}</h2>\n${content}</section>\n`;

const anchor = (name: string) => `event-${encodeURIComponent(name)}`;

const contents = (sections: Section[], events: Event[]): Html => html`<nav aria-label="Contents">
<ul>
${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}<li><a href="#events">Events</a>
${events.length === 0 ? null : html`<ul>\n${events.map(({ name }) => html`<li><a href="#${anchor(name)}"><code>${breakable(name)}</code></a></li>\n`)}</ul>`}</li>
</ul>
</nav>`;

/** A long name may go on in the next line after a dot. */
const breakable = (name: string): Html[] =>
  name.split(/(?<=[.-])/).map((part, at) => (at === 0 ? html`${part}` : html`<wbr>${part}`));

/** Types by group as they follow each other in the catalogue; those without one come first. */
function groupsOf(events: Event[]): [name: string, events: Event[]][] {
  const groups = Map.groupBy(events, ({ group }) => group ?? "");
  return [...groups].sort(([a], [b]) => Number(b === "") - Number(a === ""));
}

const group = ([name, events]: [string, Event[]]): Html =>
  html`${name === "" ? null : html`<h3>${name}</h3>\n`}${events.map(event)}`;

const event = ({
  name,
  description,
  deprecated,
  schema,
  payload,
}: Event): Html => html`<article id="${anchor(name)}">
<h4><a class="anchor" href="#${anchor(name)}"><code>${breakable(name)}</code></a>${deprecated ? html` <span class="tag">deprecated</span>` : null}</h4>
${paragraphs(description.split(/\n+/).filter((one) => one !== ""))}
${payload === null ? html`<p class="quiet">There is no example of this event yet.</p>\n` : example(name, payload)}
${schema === null ? null : html`<details><summary>JSON Schema of the data</summary>\n${block(JSON.stringify(schema, null, 2), `Schema of ${name}`)}</details>\n`}</article>
`;

const example = (name: string, payload: NonNullable<Event["payload"]>): Html =>
  html`${block(indent(payload.body), `Body of ${name}`)}<details><summary>The exact request</summary>
${block(rawRequest(payload), `Request of ${name}`)}</details>\n`;
