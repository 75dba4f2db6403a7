import { block, type Html, html, list, paragraphs, sentence, table } from "./html.ts";
import type { ConsumerDocs, Part, Proof, Snippet } from "./model.ts";

/** A section of the page, as the table of contents names it. */
export type Section = { id: string; title: string; content: Html };

/** Everything but the events, in the order of the page; a section that has nothing to say is left out. */
export function sectionsOf(docs: ConsumerDocs): Section[] {
  return [
    { id: "introduction", title: "How it works", content: introduction(docs.introduction) },
    { id: "registering", title: "Registering", content: registering(docs) },
    ...(docs.handshake === null
      ? []
      : [{ id: "handshake", title: "Handshake", content: handshake(docs.handshake) }]),
    { id: "request", title: "The request", content: request(docs.request) },
    { id: "verifying", title: "Is it genuine?", content: verifying(docs.verifying) },
    { id: "answering", title: "Answering", content: list(docs.answering.text) },
    { id: "retries", title: "Retries", content: retries(docs.retries) },
    { id: "trouble", title: "Failing webhooks", content: list(docs.trouble.text) },
  ];
}

const introduction = ({ text, deduplicate }: Part<"introduction">): Html =>
  html`${paragraphs(text)}<p class="note"><strong>Duplicates.</strong> ${sentence(deduplicate.text)}</p>\n`;

function registering({ registering: { text, request }, secret, limits }: ConsumerDocs): Html {
  const { method, url, body } = request;
  const example = `${method} ${url}\nAuthorization: Bearer <API key>\nContent-Type: application/json\n\n${body}`;
  return html`${list(text)}${block(example, "A request that registers a webhook")}
<h3>Limits</h3>
${list(limits.text)}
<h3>The secret</h3>
${list(secret.text)}`;
}

function handshake({ text, parameters, example, snippets }: NonNullable<Part<"handshake">>): Html {
  const rows = parameters.map(({ name, in: where, means }) => [code(name), sentence(where), sentence(means)]);
  return html`${paragraphs(text)}${table("Parameters of the handshake", ["Name", "In", "Meaning"], rows)}
${block(example, "An example of the handshake")}${codes("Answering the handshake", snippets)}`;
}

function request({ text, fields, dates, headers, sample }: Part<"request">): Html {
  const headerRows = headers.map(({ name, means, absent, example }) => [
    code(name),
    html`${sentence(means)}${absent === null ? null : html` <em>Left out when ${absent}.</em>`}<br>${code(example)}`,
  ]);
  const fieldRows = fields.map(({ name, means, optional }) => [
    code(name),
    html`${sentence(means)}${optional ? html` <em>Left out when there is none.</em>` : null}`,
  ]);
  return html`${paragraphs(text)}
${fields.length === 0 ? null : html`<h3>Fields of the body</h3>\n${table("Fields of the body", ["Field", "Meaning"], fieldRows)}`}
<p>${sentence(dates.format)} Example: <code>${dates.example}</code></p>
<h3>Headers</h3>
${table("Headers of a request", ["Header", "Meaning and example"], headerRows)}
<p>Headers that you give your webhook when you register it are added. Names of headers are the same in capitals and small letters.</p>
<h3>A whole request</h3>
${block(rawRequest(sample), "An example of a request")}`;
}

/** A request as HTTP/1.1 would write it. */
export const rawRequest = ({ headers, body }: Part<"request">["sample"]): string =>
  `POST /webhooks HTTP/1.1\nHost: example.com\n${headers.map(({ name, value }) => `${name}: ${value}\n`).join("")}\n${body}`;

const verifying = ({ text, proofs }: Part<"verifying">): Html =>
  html`${paragraphs(text)}${proofs.map(proof)}`;

const proof = ({ header, text, key, snippets }: Proof): Html =>
  html`<h3>${code(header)}</h3>\n${list([...text, key])}${codes(`Verifying ${header}`, snippets)}`;

/** One language is open at a time; the browser sees to that without a script. */
const codes = (group: string, snippets: Snippet[]): Html =>
  html`${snippets.map(
    ({ label, code }, at) => html`<details name="${group}"${at === 0 ? html` open` : null}>
<summary>${label}</summary>
${block(code, `${group} in ${label}`)}</details>\n`,
  )}`;

function retries({ attempts, text }: Part<"retries">): Html {
  const rows = attempts.map(({ attempt, delay, total }) => [
    html`${attempt}`,
    html`${delay}`,
    html`${total}`,
  ]);
  return html`${table("When a delivery is attempted", ["Attempt", "Delay", "Total time"], rows)}${list(text)}`;
}

const code = (text: string): Html => html`<code>${text}</code>`;
