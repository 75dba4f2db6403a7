import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { productName } from "../../app/session.ts";
import { t } from "../../texts/index.ts";

/** A page before anybody is signed in. */
export function Door({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = t("app.page_title", { title, product: productName.value });
  }, [title]);
  return (
    <div class="door panel">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
