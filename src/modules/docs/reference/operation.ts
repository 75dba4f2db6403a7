import { block, type Html, html, paragraphs, sentence, table } from "../html.ts";
import type { Answer, Content, Operation, Parameter, Route } from "./document.ts";
import { curl } from "./example.ts";
import { bodyFields, type Field } from "./fields.ts";
import { limitsOf, typeWords } from "./schema-words.ts";

/** `post-webhooks-id-verify`: the place of an operation on the page. */
export const anchorOf = ({ method, path }: Pick<Route, "method" | "path">): string =>
  `${method.toLowerCase()}${path
    .replace("/api/v1", "")
    .replace(/[^\w-]+/g, "-")
    .replace(/-$/, "")}`;

/** An operation with everything that a caller has to know; `answers` are the document's shared ones, by reference. */
export function operationHtml(route: Route, answers: Record<string, Answer>): Html {
  const { method, path, operation } = route;
  const { summary = "", description, parameters = [], requestBody, responses = {} } = operation;
  const id = anchorOf(route);
  return html`<article id="${id}">
<h3><a class="anchor" href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${breakable(path)}</code></a></h3>
<p>${sentence(`${summary}.`)}</p>
${paragraphs(description === undefined ? [] : [description])}${access(operation)}${parametersHtml(parameters, `${method} ${path}`)}
${requestBody?.content === undefined ? null : bodyHtml(requestBody.content, `Body of ${method} ${path}`)}
<h4>Answers</h4>
${Object.entries(responses).map(([status, answer]) => answerHtml(status, resolved(answer, answers), `${method} ${path}`))}
<h4>Example</h4>
${block(curl(route), `Example of ${method} ${path}`)}</article>
`;
}

/** A long path may go on in the next line after a slash. */
const breakable = (path: string): Html[] =>
  path.split(/(?<=\/)/).map((part, at) => (at === 0 ? html`${part}` : html`<wbr>${part}`));

function access({ security }: Operation): Html | null {
  return security?.length === 0 ? html`<p class="quiet">Needs no key.</p>\n` : null;
}

function parametersHtml(parameters: Parameter[], of: string): Html | null {
  if (parameters.length === 0) return null;
  const rows = parameters.map(({ name, in: where, required = false, schema = {} }) =>
    fieldRow({ path: name, schema, isRequired: required }, ` in ${where}`),
  );
  return html`<h4>Parameters</h4>\n${table(`Parameters of ${of}`, ["Name", "Type", "Meaning"], rows)}`;
}

function bodyHtml(content: Content, caption: string): Html {
  const [type = "", { schema = {} } = {}] = Object.entries(content)[0] ?? [];
  const words = schema.description === "an object" ? null : schema.description;
  return html`<h4>Body</h4>
<p class="quiet">${sentence(`\`${type}\`: ${words ?? typeWords(schema)}`)}</p>
${fieldsHtml(bodyFields(schema), caption)}`;
}

/** `$ref` names one of the answers that all operations share. */
const resolved = (answer: Answer, answers: Record<string, Answer>): Answer =>
  answer.$ref === undefined ? answer : (answers[answer.$ref.split("/").at(-1) ?? ""] ?? answer);

const GENERATED = /^Response for status/;

function answerHtml(status: string, { description = "", content = {} }: Answer, of: string): Html {
  const [type, { schema } = {}] = Object.entries(content)[0] ?? [];
  const told = [GENERATED.test(description) ? "" : description, type === undefined ? "" : `\`${type}\``];
  const fields = schema === undefined || status === "default" ? [] : bodyFields(schema);
  const heading = html`<strong>${status === "default" ? "Any other status" : status}</strong> ${sentence(told.filter(Boolean).join(", "))}`;
  if (fields.length === 0)
    return html`<p class="answer">${heading}${status === "default" ? html`: <a href="#problems">a problem</a>` : null}</p>\n`;
  return html`<details><summary>${heading}</summary>\n${fieldsHtml(fields, `Answer ${status} of ${of}`)}</details>\n`;
}

/** A table of fields, as bodies and answers have them; nothing where there are none. */
export const fieldsHtml = (fields: Field[], caption: string): Html | null =>
  fields.length === 0
    ? null
    : table(
        caption,
        ["Field", "Type", "Meaning"],
        fields.map((field) => fieldRow(field)),
      );

function fieldRow({ path, schema, isRequired }: Field, where = ""): Html[] {
  const limits = limitsOf(schema).join("; ");
  return [
    html`<code>${path}</code>${isRequired ? html` <span class="must">required</span>` : null}${where === "" ? null : html`<small>${where}</small>`}`,
    html`${typeWords(schema)}${limits === "" ? null : html`<small>${sentence(limits)}</small>`}`,
    sentence(schema.description ?? ""),
  ];
}
