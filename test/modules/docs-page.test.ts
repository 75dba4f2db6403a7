import { expect, test } from "bun:test";
import { createDocs } from "../../src/modules/docs/document.ts";
import { renderPage } from "../../src/modules/docs/page.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { options } from "../docs/cases.ts";
import { profileOf } from "../wire/subject.ts";

const HOSTILE = `</code><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;\``;

const plain = {
  name: "order.created",
  group: "Orders",
  description: "An order was placed.",
  deprecated: false,
  schema: '{"type":"object"}',
  example: '{"total":1.50}',
};

type Element = { tag: string; attributes: [string, string][] };

/** What a browser would make of the page. */
async function elementsOf(page: string): Promise<Element[]> {
  const found: Element[] = [];
  const rewriter = new HTMLRewriter().on("*", {
    element: ({ tagName, attributes }) => {
      found.push({ tag: tagName, attributes: [...attributes] as [string, string][] });
    },
  });
  await rewriter.transform(new Response(page)).text();
  return found;
}

test("no text of an operator or a user becomes markup", async () => {
  const hostile = {
    ...plain,
    name: HOSTILE,
    group: HOSTILE,
    description: HOSTILE,
    schema: JSON.stringify({ description: HOSTILE }),
    example: JSON.stringify({ [HOSTILE]: HOSTILE }),
  };
  const profile = profileOf("orki", {
    headers: { "X-'<b>`": "<b>\"'&{tenant.id}<script>" },
    signatures: [{ scheme: "hub-sha256", header: "X-'&`" }],
  });
  const given = {
    ...options,
    product: HOSTILE,
    introduction: HOSTILE,
    tenant: HOSTILE,
    baseUrl: HOSTILE,
    origin: HOSTILE,
  };
  const page = renderPage(createDocs([hostile], profile, given), "consumer.css");
  const elements = await elementsOf(page);
  const tags = new Set(elements.map(({ tag }) => tag));
  expect([...tags].filter((tag) => ["script", "img", "b", "style", "iframe"].includes(tag))).toEqual([]);
  const names = new Set(elements.flatMap(({ attributes }) => attributes.map(([name]) => name)));
  expect([...names].filter((name) => /^on|^src$|^style$/.test(name))).toEqual([]);
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});

test("every link within the page leads somewhere, and no id is there twice", async () => {
  for (const profile of builtinProfiles.values()) {
    const catalogue = [plain, { ...plain, name: "order.paid", group: null }];
    const elements = await elementsOf(renderPage(createDocs(catalogue, profile, options), "consumer.css"));
    const of = (wanted: string) =>
      elements.flatMap(({ attributes }) =>
        attributes.filter(([name]) => name === wanted).map(([, value]) => value),
      );
    const ids = of("id");
    expect(new Set(ids).size).toBe(ids.length);
    const targets = of("href").filter((href) => href.startsWith("#"));
    expect(targets).toContain("#event-order.created");
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
  }
});

test("the page is in one language, has one main heading and asks for nothing but its styles", async () => {
  const page = renderPage(createDocs([plain], profileOf("standard"), options), "consumer.css");
  const elements = await elementsOf(page);
  const count = (tag: string) => elements.filter((one) => one.tag === tag).length;
  expect([count("h1"), count("main"), count("nav"), count("link")]).toEqual([1, 1, 1, 1]);
  expect(page).toStartWith('<!doctype html>\n<html lang="en">');
  expect(page).toContain('<link rel="stylesheet" href="consumer.css">');
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
});
