import { boundTenant } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Link } from "../../components/link.tsx";
import { t } from "../../texts/index.ts";
import type { Webhook } from "./types.ts";

type Signed = Pick<Webhook, "tenant" | "profile">;

/** To the code that checks what this webhook is sent: of its own profile, at its place in the documentation. */
export function VerificationLink({ webhook }: { webhook: Signed }) {
  return <ButtonLink to={addressOf(webhook, "verifying")}>{t("webhook.verification_code")}</ButtonLink>;
}

/** To what a URL has to answer before it is sent anything, with code that does. */
export function HandshakeLink({ webhook }: { webhook: Signed }) {
  return <Link to={addressOf(webhook, "handshake")}>{t("webhook.handshake")}</Link>;
}

/** The portal is of one tenant only, which it need not name. */
function addressOf({ tenant, profile }: Signed, section: "verifying" | "handshake"): string {
  const query = new URLSearchParams({
    ...(boundTenant.value === null && tenant !== "default" && { tenant }),
    ...(profile !== null && { profile }),
    section,
  });
  return `/documentation?${query}`;
}
