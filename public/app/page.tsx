import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Breakable } from "../components/breakable.tsx";
import { Link } from "../components/link.tsx";
import { t } from "../texts/index.ts";
import { entry } from "./location.ts";
import { comeBack } from "./places.ts";
import { productName } from "./session.ts";

export type Crumb = { text: string; to?: string };

export type PageProps = {
  title: string;
  /** The line below the title. */
  sub?: ComponentChildren;
  /** Buttons at the top, the primary one last. */
  actions?: ComponentChildren;
  /** What the page is below of. */
  crumbs?: Crumb[];
  children?: ComponentChildren;
};

let isFirst = true;

/** The frame of every page: names the document, and takes the focus to the title when somebody has come from another page, or to where they left it. */
export function Page({ title, sub, actions, crumbs = [], children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("app.page_title", { title, product: productName.value });
  }, [title, productName.value]);
  useLayoutEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    if (!comeBack(entry.value) && !isFirst) scrollTo(0, 0);
    isFirst = false;
  }, []);
  return (
    <>
      {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <header class="head">
        <div class="head-text">
          <h1 ref={heading} tabIndex={-1} title={title}>
            <bdi title={title}>
              <Breakable text={title} />
            </bdi>
          </h1>
          {sub !== undefined && <div class="sub">{sub}</div>}
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <ol class="crumbs">
      {crumbs.map(({ text, to }) => (
        <li key={text}>
          {to === undefined ? (
            <bdi>
              <Breakable text={text} />
            </bdi>
          ) : (
            <Link to={to} isUp>
              <bdi>
                <Breakable text={text} />
              </bdi>
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}
