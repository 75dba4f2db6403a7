import { word } from "../texts/index.ts";
import {
  Ban,
  Check,
  CircleDashed,
  Ellipsis,
  type Icon,
  Pause,
  RotateCw,
  ShieldQuestionMark,
  TriangleAlert,
  X,
} from "./icons.ts";

export type Kind = "ok" | "warn" | "bad" | "idle";

/** An icon and a word: what it says is never in the colour alone. */
export function Badge({ kind, icon: Icon, text }: { kind: Kind; icon: Icon; text: string }) {
  return (
    <span class={`badge ${kind}`}>
      <Icon size={12} aria-hidden="true" />
      {text}
    </span>
  );
}

const statuses: Record<string, [Kind, Icon]> = {
  active: ["ok", Check],
  succeeded: ["ok", Check],
  declared: ["ok", Check],
  paused: ["idle", Pause],
  pending: ["idle", Ellipsis],
  retrying: ["warn", RotateCw],
  cancelled: ["idle", Ban],
  unverified: ["warn", ShieldQuestionMark],
  undeclared: ["warn", TriangleAlert],
  deprecated: ["idle", Ban],
  disabled: ["bad", Ban],
  failed: ["bad", X],
};

/** The status of a webhook, a delivery or an event type, by the API's own word for it. */
export function StatusBadge({ status }: { status: string }) {
  const [kind, icon] = statuses[status] ?? ["idle" as const, CircleDashed];
  return <Badge kind={kind} icon={icon} text={word("status", status)} />;
}

const states: Record<string, [Kind, Icon]> = {
  idle: ["idle", CircleDashed],
  healthy: ["ok", Check],
  warning: ["warn", TriangleAlert],
  failing: ["bad", X],
};

/** How a webhook is: its health while it is active, else why nothing is sent to it. */
export function HealthBadge({ status, state }: { status: string; state: string }) {
  if (status !== "active") return <StatusBadge status={status} />;
  const [kind, icon] = states[state] ?? ["idle" as const, CircleDashed];
  return <Badge kind={kind} icon={icon} text={word("health", state)} />;
}

/** What came of an attempt: the status that was answered, else the reason for none. */
export function OutcomeBadge({ outcome, code }: { outcome: string; code: number | null }) {
  const [kind, icon] = outcomes[outcome] ?? ["bad" as const, X];
  return <Badge kind={kind} icon={icon} text={code === null ? word("outcome", outcome) : String(code)} />;
}

const outcomes: Record<string, [Kind, Icon]> = {
  success: ["ok", Check],
  interrupted: ["idle", CircleDashed],
};
