import { t } from "../texts/index.ts";
import type { Attempt } from "./attempt.ts";
import { Breakable } from "./breakable.tsx";

/** What to set so that a refused address may be reached; the server tells it to operators only. */
export function Remedy({ remedy }: Pick<Attempt, "remedy">) {
  if (remedy === undefined) return null;
  return (
    <small>
      {t("attempt.remedy")}{" "}
      <code dir="ltr">
        <Breakable text={remedy} />
      </code>
    </small>
  );
}
