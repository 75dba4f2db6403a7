import { boundTenant } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { t } from "../../texts/index.ts";
import type { Webhook } from "./types.ts";

type Signed = Pick<Webhook, "tenant" | "profile">;

/** To the code that checks what this webhook is sent: of its own profile, at its place in the documentation. */
export function VerificationLink({ webhook }: { webhook: Signed }) {
  return <ButtonLink to={addressOf(webhook)}>{t("webhook.verification_code")}</ButtonLink>;
}

/** The portal is of one tenant only, which it need not name. */
function addressOf({ tenant, profile }: Signed): string {
  const query = new URLSearchParams({
    ...(boundTenant.value === null && tenant !== "default" && { tenant }),
    ...(profile !== null && { profile }),
    section: "verifying",
  });
  return `/documentation?${query}`;
}
