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
  const shown = names.filter((part) => plan[part].length > 0);
  if (shown.length === 0) return <p>{t("event_types.plan.none")}</p>;
  return (
    <div class="import-plan">
      {shown.map((part) => (
        <details key={part} open={part !== "unchanged"}>
          <summary>
            <Badge {...parts[part]} text={t(`event_types.plan.${part}`, { count: plan[part].length })} />
          </summary>
          <ul dir="ltr">
            {plan[part].map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
