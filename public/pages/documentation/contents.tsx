import { path, search } from "../../app/location.ts";
import { Link } from "../../components/link.tsx";
import { t } from "../../texts/index.ts";
import type { Chapter } from "./chapters.tsx";
import type { ConsumerDocs } from "./types.ts";

type ContentsProps = {
  chapters: readonly Chapter[];
  profile: ConsumerDocs["profile"];
  current: string | undefined;
};

/** Which contract it is, and what there is to read of it. */
export function Contents({ chapters, profile, current }: ContentsProps) {
  return (
    <nav class="doc-contents" aria-label={t("documentation.contents")}>
      <p class="dim">
        {t("documentation.contract")} <bdi>{profile.title}</bdi>
      </p>
      <ul>
        {chapters.map(({ id, title }) => (
          <li key={id}>
            <Link to={addressOf(id)} {...(id === current && { "aria-current": "page" as const })}>
              {t(title)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The address keeps what else was chosen. */
function addressOf(section: string): string {
  const query = new URLSearchParams(search.value);
  query.set("section", section);
  return `${path.value}?${query}`;
}
