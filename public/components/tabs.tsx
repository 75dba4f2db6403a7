import { Link } from "./link.tsx";

export type Tab = {
  to: string;
  text: string;
  isCurrent: boolean;
  /** What a dot beside the text means, where there is one: "unsaved changes". */
  mark?: string;
};

/** Parts of a page, each at an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ to, text, isCurrent, mark }) => (
        <Link key={to} to={to} {...(isCurrent && { "aria-current": "page" as const })}>
          {text}
          {mark !== undefined && <span class="tab-mark" role="img" aria-label={mark} title={mark} />}
        </Link>
      ))}
    </nav>
  );
}
