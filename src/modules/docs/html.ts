const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup that is safe to put into a page: only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = string | number | null | Html | Content[];

/** Markup with everything that is put into it escaped, but for other markup; null is nothing. */
export function html(pieces: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(String.raw({ raw: pieces }, ...contents.map(safe)));
}

function safe(content: Content): string {
  if (content instanceof Html) return content.text;
  if (Array.isArray(content)) return content.map(safe).join("");
  return content === null ? "" : String(content).replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one);
}

const CODE = /`([^`]*)`/;

/** A plain sentence, what stands between backticks as code. */
export function sentence(text: string): Html {
  return html`${text.split(CODE).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

export const paragraphs = (texts: string[]): Html =>
  html`${texts.map((text) => html`<p>${sentence(text)}</p>\n`)}`;

export const list = (texts: string[]): Html =>
  html`<ul>\n${texts.map((text) => html`<li>${sentence(text)}</li>\n`)}</ul>\n`;

/** Code or a request to read; the page can be scrolled to its side with the keyboard. */
export const block = (text: string, label: string): Html =>
  html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>\n`;

/** A table with a row for each list of cells. */
export function table(caption: string, heads: string[], rows: Html[][]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first ?? ""}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>\n`;
}
