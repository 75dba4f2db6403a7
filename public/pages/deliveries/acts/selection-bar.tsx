import { Button } from "../../../components/button.tsx";
import type { Selection } from "../../../components/selection.ts";
import { t } from "../../../texts/index.ts";
import { type ActName, actNames, MOST_IDS } from "./target.ts";

type SelectionBarProps = {
  selection: Selection;
  without?: readonly ActName[];
  onAct(act: ActName): void;
};

/** What can be done with the rows that are ticked; it stays in sight at the page's lower end. */
export function SelectionBar({ selection, without = [], onAct }: SelectionBarProps) {
  const { keys, total, setAll } = selection;
  const { length: count } = keys;
  return (
    <section class="selection-bar" aria-label={t("selection.label")} hidden={count === 0}>
      <p role="status">{count > 0 && t("selection.count", { count })}</p>
      {count > 0 && (
        <>
          {count < total && (
            <Button quiet onClick={() => setAll(true)}>
              {t("selection.all", { count: total })}
            </Button>
          )}
          {actNames
            .filter((act) => !without.includes(act))
            .map((act) => (
              <Button key={act} disabled={count > MOST_IDS[act]} onClick={() => onAct(act)}>
                {t(`deliveries.${act}`)}
              </Button>
            ))}
          <Button quiet onClick={() => setAll(false)}>
            {t("selection.clear")}
          </Button>
          {count > MOST_IDS.export && (
            <small>{t("selection.too_many", { retry: MOST_IDS.retry, export: MOST_IDS.export })}</small>
          )}
        </>
      )}
    </section>
  );
}
