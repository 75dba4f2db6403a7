import type { HappeningRow } from "./rows.ts";
import { sentenceOf, shown, titleOf, urlOf } from "./sentence.ts";

/** A mail, but for who sends and gets it. `id` and `thread` are the parts of a Message-ID before the @. */
export type Letter = { id: string; thread: string | null; subject: string; text: string; html: string };

/** Where operators look further; null where Posthorn does not know its own address. */
export type Links = { baseUrl: string | null };

const MAX_SUBJECT = 200;
const MAX_LINE = 1000;

/** One happening as a mail. */
export function letterOf(row: HappeningRow, links: Links): Letter {
  const data = dataOf(row);
  const webhook = line(urlOf(data));
  const sentence = line(sentenceOf({ kind: row.kind, data }));
  const description = line(descriptionOf(data));
  const facts: [string, string][] = [
    ["Webhook", webhook],
    ...(description === "" ? [] : ([["Description", description]] as [string, string][])),
    ["Tenant", row.tenant],
    ...(row.delivery === null ? [] : ([["Delivery", row.delivery]] as [string, string][])),
    ["When", shown(row.at)],
    ...(links.baseUrl === null ? [] : ([["Details", linkOf(links.baseUrl, row)]] as [string, string][])),
  ];
  return {
    id: row.id,
    thread: row.webhook,
    subject: line(`${titleOf(row.kind)}: ${webhook} (${row.tenant})`, MAX_SUBJECT),
    text: `${sentence}\n\n${facts.map(([name, value]) => `${name}: ${value}`).join("\n")}\n${FOOT}\n`,
    html: page(
      `<p>${escaped(sentence)}</p><table>${facts.map(factHtml).join("")}</table><p>${escaped(FOOT_TEXT)}</p>`,
    ),
  };
}

/** Several happenings as one mail: those in `rows`, by webhook, and how many there are besides. */
export function digestOf(rows: HappeningRow[], count: number, links: Links): Letter {
  const groups = [...Map.groupBy(rows, ({ webhook, tenant }) => `${tenant} ${webhook}`).values()].map(
    groupOf,
  );
  const more = count - rows.length;
  const rest = more > 0 ? `And ${more} more.` : "";
  const about = `${groups.length} webhook${groups.length === 1 ? "" : "s"}`;
  const place = links.baseUrl === null ? "" : `Details: ${links.baseUrl}`;
  const after = [rest, place].filter((text) => text !== "");
  const text = groups.map(({ heading, lines }) => `${heading}\n${lines.map((one) => `- ${one}`).join("\n")}`);
  const html = groups.map(
    ({ heading, lines }) =>
      `<h3>${escaped(heading)}</h3><ul>${lines.map((one) => `<li>${escaped(one)}</li>`).join("")}</ul>`,
  );
  return {
    id: `${rows[0]?.id ?? "digest"}-${count}`,
    thread: null,
    subject: `${count} notifications about ${more > 0 ? "at least " : ""}${about}`,
    text: `${[...text, ...after].join("\n\n")}\n${FOOT}\n`,
    html: page([...html, ...[...after, FOOT_TEXT].map((one) => `<p>${escaped(one)}</p>`)].join("")),
  };
}

/** What somebody sends themselves to see whether mail works. */
export const testLetter = (now: number): Letter => ({
  id: `test-${now}`,
  thread: null,
  subject: "Test mail from Posthorn",
  text: `Mail from Posthorn arrives here.\n\nWhen: ${shown(now)}\n`,
  html: page(`<p>Mail from Posthorn arrives here.</p><p>When: ${shown(now)}</p>`),
});

const FOOT_TEXT = "Posthorn sends this to the addresses that are to be told of webhooks in trouble.";
const FOOT = `\n-- \n${FOOT_TEXT}`;

const page = (body: string) => `<!doctype html><html lang="en"><body>${body}</body></html>`;
const factHtml = ([name, value]: [string, string]) =>
  `<tr><th align="left">${name}</th><td>${escaped(value)}</td></tr>`;

function groupOf(rows: HappeningRow[]): { heading: string; lines: string[] } {
  const lines = rows.map(
    (row) => `${shown(row.at)}: ${line(sentenceOf({ kind: row.kind, data: dataOf(row) }))}`,
  );
  const [first] = rows;
  return { heading: first ? `${line(urlOf(dataOf(first)))} (${first.tenant})` : "", lines };
}

const dataOf = ({ data }: HappeningRow) => JSON.parse(data) as Record<string, unknown>;

function descriptionOf({ webhook }: Record<string, unknown>): string {
  const { description } = (webhook ?? {}) as { description?: unknown };
  return typeof description === "string" ? description : "";
}

const linkOf = (baseUrl: string, { webhook, delivery }: HappeningRow) =>
  delivery === null ? `${baseUrl}/#/webhooks/${webhook}` : `${baseUrl}/#/deliveries/${delivery}`;

/** Text of others in one line: no break can begin a header or a paragraph of its own, and nothing turns letters round. */
function line(text: string, longest = MAX_LINE): string {
  const flat = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return flat.length > longest ? `${[...flat].slice(0, longest).join("")}…` : flat;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
