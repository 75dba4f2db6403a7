import type { Problem } from "../../api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { t } from "../../texts/index.ts";
import { Door } from "./door.tsx";

/** The portal without a session: the link was spent, the session has ended, or somebody has left. */
export function PortalClosed({ problem }: { problem: Problem | null }) {
  if (problem === null) return <Door title={t("portal.left")}>{t("portal.ended.do")}</Door>;
  if (problem.code === "portal_link_spent")
    return (
      <Door title={t("portal.spent")}>
        <p>{t("portal.spent.do")}</p>
      </Door>
    );
  return (
    <Door title={t("portal.ended")}>
      {problem.status === 401 ? <p>{t("portal.ended.do")}</p> : <ProblemNotice problem={problem} />}
    </Door>
  );
}
