import { useEffect } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Page } from "../../app/page.tsx";
import { useFilters } from "../../components/filters.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { t } from "../../texts/index.ts";
import { type Chapter, chaptersOf } from "./chapters.tsx";
import { Choice } from "./choice.tsx";
import { Contents } from "./contents.tsx";
import type { ConsumerDocs } from "./types.ts";

/** What consumers of the webhooks have to know, made from the catalogue and the profile. */
export default function Documentation() {
  const filters = useFilters(["tenant", "profile", "section"]);
  const { tenant, profile } = filters.values;
  const asked = { ...(tenant && { tenant }), ...(profile && { profile }) };
  const docs = useResource(
    () => api.docs.consumer.get({ query: { ...asked, format: "json" } }),
    [tenant, profile],
  );
  const data = docs.data as ConsumerDocs | undefined;
  return (
    <Page
      title={t("documentation.title")}
      sub={t("documentation.sub")}
      actions={<Choice filters={filters} />}
    >
      <ProblemNotice problem={docs.problem} onRetry={docs.reload} />
      {docs.isLoading && <PageSkeleton />}
      {data && <Document docs={data} section={filters.values.section} />}
    </Page>
  );
}

function Document({ docs, section }: { docs: ConsumerDocs; section: string | undefined }) {
  const chapters = chaptersOf(docs);
  useEffect(() => {
    const place = section && document.getElementById(`doc-${section}`);
    if (!place) return;
    place.scrollIntoView();
    place.querySelector("h2")?.focus({ preventScroll: true });
  }, [section, docs]);
  return (
    <div class="doc">
      <Contents chapters={chapters} profile={docs.profile} current={section} />
      <div class="doc-text">
        {chapters.map((chapter) => (
          <ChapterSection key={chapter.id} chapter={chapter} />
        ))}
      </div>
    </div>
  );
}

/** The server's texts are English, whatever the page's language is. */
function ChapterSection({ chapter: { id, title, content } }: { chapter: Chapter }) {
  return (
    <section id={`doc-${id}`} aria-labelledby={`doc-${id}-title`}>
      <h2 id={`doc-${id}-title`} tabIndex={-1}>
        {t(title)}
      </h2>
      <div class="doc-content" dir="ltr">
        {content}
      </div>
    </section>
  );
}
