import { hasSessionEnded } from "../api/reached.ts";
import { Dialog } from "../components/dialog.tsx";
import { SignInForm } from "../pages/sign-in/sign-in-form.tsx";
import { t } from "../texts/index.ts";
import { isPortal } from "./mode.ts";
import { ReturnLink } from "./return-link.tsx";
import { session } from "./session.ts";

/** Over the page when the session has ended: what is open behind it loses nothing. */
export function SignInAgain() {
  const isOpen = hasSessionEnded.value && session.value.state !== "nobody";
  const close = () => {
    hasSessionEnded.value = false;
  };
  if (isPortal)
    return (
      <Dialog title={t("portal.ended")} isOpen={isOpen} onClose={close}>
        <p>
          {t("portal.ended.do")} {t("portal.ended.typed")}
        </p>
        <ReturnLink />
      </Dialog>
    );
  return (
    <Dialog title={t("sign_in.again.title")} isOpen={isOpen} onClose={close}>
      <p class="dim">{t("sign_in.again.text")}</p>
      <SignInForm />
    </Dialog>
  );
}
