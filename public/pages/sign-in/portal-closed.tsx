import type { Problem } from "../../api/problem.ts";
import { hint } from "../../app/hint.ts";
import { ReturnLink } from "../../app/return-link.tsx";
import { startSession } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { t } from "../../texts/index.ts";
import { Door } from "./door.tsx";

/** The portal without a session: the link was spent, the session has ended, or somebody has left. */
export function PortalClosed({ problem }: { problem: Problem | null }) {
  if (problem?.code === "portal_link_spent") return <Spent />;
  return (
    <Door title={t(problem === null ? "portal.left" : "portal.ended")}>
      {problem === null || problem.status === 401 ? (
        <p>{t("portal.ended.do")}</p>
      ) : (
        <ProblemNotice problem={problem} />
      )}
      <ReturnLink />
    </Door>
  );
}

/** A link that was opened before, has expired or was revoked; the session of its first opening may still be there. */
function Spent() {
  return (
    <Door title={t("portal.spent")}>
      <p>{t("portal.spent.do")}</p>
      {hint.isSet() && <Button onClick={() => void startSession()}>{t("portal.still_open")}</Button>}
      <ReturnLink />
    </Door>
  );
}
