import { Link } from "./link.tsx";

export type Tab = { to: string; text: string; isCurrent: boolean };

/** Parts of a page, each at an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ to, text, isCurrent }) => (
        <Link key={to} to={to} {...(isCurrent && { "aria-current": "page" as const })}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
