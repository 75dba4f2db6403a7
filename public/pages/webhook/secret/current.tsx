import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api, type DataOf } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Eye } from "../../../components/icons.ts";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { t } from "../../../texts/index.ts";
import { EarlierSigns } from "./earlier-signs.tsx";
import { SecretValue } from "./secret-value.tsx";

type Revealed = DataOf<ReturnType<typeof api.webhooks>["secret"]["get"]>;

/** The secret that signs now. It is asked for only when somebody wants to see it: that is in the audit log. */
export function Current({ id }: { id: string }) {
  const [found, show] = useState<Revealed | null>(null);
  const reveal = useAction(() => api.webhooks({ id }).secret.get(), show);
  if (found)
    return (
      <>
        <SecretValue secret={found.secret} publicKey={found.public_key} isShown />
        <EarlierSigns until={found.previous_signs_until} />
      </>
    );
  return (
    <>
      <div class="try-line">
        <p class="dim">{t("webhook.secret.text")}</p>
        <Button icon={Eye} onClick={() => reveal.run()} isPending={reveal.isPending}>
          {t("webhook.secret.show")}
        </Button>
      </div>
      <ProblemNotice problem={reveal.problem} />
    </>
  );
}
