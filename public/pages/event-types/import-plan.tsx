import { Badge } from "../../components/badge.tsx";
import { Check, Plus, RotateCw } from "../../components/icons.ts";
import { t } from "../../texts/index.ts";

export type Plan = { created: string[]; updated: string[]; unchanged: string[] };

const parts = {
  created: { kind: "ok", icon: Plus },
  updated: { kind: "warn", icon: RotateCw },
  unchanged: { kind: "idle", icon: Check },
} as const;

/** What an import would do, type by type. */
export function ImportPlan({ plan }: { plan: Plan }) {
  const names = Object.keys(parts) as (keyof typeof parts)[];
  return (
    <div class="import-plan">
      {names.map((part) => (
        <details key={part} open={part !== "unchanged" && plan[part].length > 0}>
          <summary>
            <Badge {...parts[part]} text={t(`event_types.plan.${part}`, { count: plan[part].length })} />
          </summary>
          {plan[part].length === 0 ? (
            <p class="dim">{t("event_types.plan.none")}</p>
          ) : (
            <ul dir="ltr">
              {plan[part].map((name) => (
                <li key={name}>
                  <code>{name}</code>
                </li>
              ))}
            </ul>
          )}
        </details>
      ))}
    </div>
  );
}
