import { EmptyState } from "../components/empty-state.tsx";
import { Link } from "../components/link.tsx";
import { t } from "../texts/index.ts";
import { Page } from "./page.tsx";

/** For addresses that no page has. */
export function NotFound() {
  return (
    <Page title={t("not_found.title")}>
      <EmptyState title={t("not_found.text")} action={<Link to="/">{t("not_found.link")}</Link>} />
    </Page>
  );
}
