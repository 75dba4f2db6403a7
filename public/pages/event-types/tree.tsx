import { useState } from "preact/hooks";
import { mayChange } from "../../app/session.ts";
import { StatusBadge } from "../../components/badge.tsx";
import { classes } from "../../components/class.ts";
import { ChevronDown, ChevronRight } from "../../components/icons.ts";
import { Link } from "../../components/link.tsx";
import { Num, Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import type { Branch, Leaf } from "./branches.ts";
import { statusOf } from "./catalogue.ts";

type TreeProps = {
  branches: readonly Branch[];
  /** The words for a branch without a name. */
  unnamed: string;
  /** Found by a search: everything stays open. */
  isOpen: boolean;
  /** What the table is of. */
  label: string;
};

const COLUMNS = 4;

/** The catalogue as a table whose parts fold; `j` and `k` move through the types. */
export function CatalogueTree({ branches, unnamed, isOpen, label }: TreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string) => {
    const next = new Set(closed);
    if (!next.delete(name)) next.add(name);
    setClosed(next);
  };
  return (
    <table class="catalogue" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("event_types.column.name")}</th>
          <th scope="col">{t("event_types.column.status")}</th>
          <th scope="col">{t("event_types.column.contract")}</th>
          <th scope="col" class="num">
            {t("event_types.column.updated")}
          </th>
        </tr>
      </thead>
      {branches.map((branch) => (
        <BranchRows
          key={branch.name}
          {...{ branch, unnamed }}
          isOpen={isOpen || !closed.has(branch.name)}
          onToggle={() => toggle(branch.name)}
        />
      ))}
    </table>
  );
}

type BranchProps = { branch: Branch; unnamed: string; isOpen: boolean; onToggle(): void };

function BranchRows({ branch: { name, leaves }, unnamed, isOpen, onToggle }: BranchProps) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  const isHeaded = name !== "" || unnamed !== "";
  return (
    <tbody>
      {isHeaded && (
        <tr class="branch">
          <th colSpan={COLUMNS} scope="rowgroup">
            <button type="button" aria-expanded={isOpen} onClick={onToggle}>
              <Icon size={14} aria-hidden="true" />
              <bdi>{name || unnamed}</bdi>
              <span class="branch-count">
                <Num value={leaves.length} />
              </span>
            </button>
          </th>
        </tr>
      )}
      {isOpen && leaves.map((leaf) => <LeafRow key={leaf.type.name} leaf={leaf} isHeaded={isHeaded} />)}
    </tbody>
  );
}

function LeafRow({ leaf: { type, depth }, isHeaded }: { leaf: Leaf; isHeaded: boolean }) {
  const status = statusOf(type);
  const to = `/event-types/${type.name}`;
  return (
    <tr class="linked">
      <td class={classes("grow two", `depth-${Math.min(depth, 3) + (isHeaded ? 1 : 0)}`)}>
        <Link to={to} class="row-link" data-row>
          <code dir="ltr">{type.name}</code>
        </Link>
        <small>
          <bdi>
            {type.description ||
              t(status === "undeclared" ? "event_types.seen" : "event_types.no_description")}
          </bdi>
        </small>
      </td>
      <td class="narrow-line">
        <StatusBadge status={status} />
      </td>
      <td class={status === "undeclared" ? "narrow-line" : "dim narrow-hide"}>
        {status === "undeclared" && mayChange.value ? (
          <Link to={`${to}?edit=1`} class="declare">
            {t("event_types.declare")}
          </Link>
        ) : (
          contractOf(type)
        )}
      </td>
      <td class="num faint narrow-hide">
        <Time at={type.updated} />
      </td>
    </tr>
  );
}

/** What of its data is told: a schema, an example, both. */
function contractOf({ schema, example }: Leaf["type"]): string {
  const parts = [
    schema !== null && t("event_types.schema"),
    example !== null && t("event_types.example"),
  ].filter(Boolean);
  return parts.length === 0 ? "–" : parts.join(" · ");
}
