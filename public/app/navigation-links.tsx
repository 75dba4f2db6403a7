import { useEffect } from "preact/hooks";
import { Link } from "../components/link.tsx";
import { t } from "../texts/index.ts";
import { failingWebhooks } from "./failing.ts";
import { path } from "./location.ts";
import { type Entry, isBelow, navigation } from "./navigation.ts";
import { countNotices, unseenNotices } from "./notices.ts";
import { isOwner } from "./session.ts";

/** The groups of the menu; Webhooks tells how many are failing, Notifications how many are new. */
export function NavigationLinks() {
  useEffect(countNotices, []);
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
  const current = isBelow(path.value, entry.path) ? { "aria-current": "page" as const } : {};
  return (
    <li>
      <Link to={entry.path} {...current}>
        {t(entry.text)}
        <Count path={entry.path} />
      </Link>
    </li>
  );
}

/** More than the server counts. */
const MANY = 100;

function Count({ path: to }: { path: string }) {
  const [failing, unseen] = [failingWebhooks.value, unseenNotices.value];
  if (to === "/webhooks" && failing > 0)
    return <span class="count">{t("nav.failing", { count: failing })}</span>;
  if (to !== "/notifications" || unseen === 0) return null;
  const words = unseen < MANY ? t("nav.new", { count: unseen }) : t("nav.new.many");
  return <span class="count new">{words}</span>;
}
