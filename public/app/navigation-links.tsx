import { Link } from "../components/link.tsx";
import { t } from "../texts/index.ts";
import { failingWebhooks } from "./failing.ts";
import { path } from "./location.ts";
import { type Entry, isBelow, navigation } from "./navigation.ts";
import { isOwner } from "./session.ts";

/** The groups of the menu; Webhooks tells how many are failing. */
export function NavigationLinks() {
  return (
    <>
      {navigation.map(({ text, entries }) => (
        <div key={text} class="nav-group">
          {text !== null && <h2>{t(text)}</h2>}
          <ul>
            {entries.filter(isShown).map((entry) => (
              <NavigationLink key={entry.path} entry={entry} />
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

const isShown = ({ isForOwners = false }: Entry) => !isForOwners || isOwner.value;

function NavigationLink({ entry }: { entry: Entry }) {
  const failing = entry.path === "/webhooks" ? failingWebhooks.value : 0;
  const current = isBelow(path.value, entry.path) ? { "aria-current": "page" as const } : {};
  return (
    <li>
      <Link to={entry.path} {...current}>
        {t(entry.text)}
        {failing > 0 && <span class="count">{t("nav.failing", { count: failing })}</span>}
      </Link>
    </li>
  );
}
