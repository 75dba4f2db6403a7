import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Brand } from "../../app/brand.tsx";
import { path, search } from "../../app/location.ts";
import { isPortal } from "../../app/mode.ts";
import { type Session, session, startSession } from "../../app/session.ts";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Toasts } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { Appearance } from "./appearance.tsx";
import { Door } from "./door.tsx";
import { PortalClosed } from "./portal-closed.tsx";
import { SetupForm } from "./setup-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** What is shown to somebody who is not known yet. */
export function Gate() {
  return (
    <div class="gate">
      <main id="main">
        <div class="brand">
          <Brand />
        </div>
        <Inside now={session.value} />
      </main>
      <Appearance />
      <Toasts />
    </div>
  );
}

function Inside({ now }: { now: Session }) {
  if (now.state === "unreachable")
    return (
      <Door title={t("sign_in.unreachable")}>
        <ProblemNotice problem={now.problem} onRetry={startSession} />
      </Door>
    );
  if (isPortal) return <PortalClosed problem={now.state === "nobody" ? now.problem : null} />;
  if (path.value === "/setup") return <SetUp token={new URLSearchParams(search.value).get("token") ?? ""} />;
  return (
    <Door title={t("sign_in.title")}>
      <SignInForm />
      <FirstStart />
    </Door>
  );
}

/** Where nobody can sign in yet, how to become the first. */
function FirstStart() {
  const { data } = useResource(() => api.setup.get(), []);
  return data?.needed ? <Notice kind="info">{t("sign_in.first")}</Notice> : null;
}

function SetUp({ token }: { token: string }) {
  return (
    <Door title={t("setup.title")}>
      <p class="dim">{t("setup.text")}</p>
      <SetupForm token={token} />
    </Door>
  );
}
