import { t } from "../../texts/index.ts";
import { type Change, changesOf, type Side } from "./difference.ts";

/** Each member that differs, as it was and as it became. */
export function Changes({ before, after }: { before: Side; after: Side }) {
  const changes = changesOf(before, after);
  if (changes.length === 0) return <p class="dim">{t("audit.no_changes")}</p>;
  return (
    <dl class="changes">
      {changes.map((change) => (
        <div key={change.path}>
          <dt>
            <code dir="ltr">{change.path}</code>
          </dt>
          <dd>
            <ChangeText {...change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ChangeText({ before, after }: Change) {
  return (
    <>
      {before !== undefined && (
        <del>
          <span class="sr-only">{t("audit.before")}: </span>
          <bdi>{before}</bdi>
        </del>
      )}
      {after !== undefined && (
        <ins>
          <span class="sr-only">{t("audit.after")}: </span>
          <bdi>{after}</bdi>
        </ins>
      )}
    </>
  );
}
