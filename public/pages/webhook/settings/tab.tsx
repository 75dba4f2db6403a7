import { useLayoutEffect, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { mayChange } from "../../../app/session.ts";
import { Button } from "../../../components/button.tsx";
import { Form } from "../../../components/form.tsx";
import { Panel } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { t } from "../../../texts/index.ts";
import { patchWebhook } from "../changes.ts";
import { changesOf, type Fields } from "../form/body.ts";
import { type Draft, draftOf } from "../form/draft.ts";
import { POINTERS, WebhookFields } from "../form/fields.tsx";
import { useDraft } from "../form/use-draft.ts";
import type { Part } from "../part.ts";
import { useCatalogue } from "../use-catalogue.ts";
import { useProfiles } from "../use-profiles.ts";
import { Delete } from "./delete.tsx";
import { Shown } from "./shown.tsx";

/** All that was chosen for the webhook, to be changed by who may. */
export function SettingsTab(part: Part) {
  if (!mayChange.value) return <Shown {...part} />;
  return (
    <div class="narrow">
      <Edit {...part} />
      <Delete webhook={part.webhook} />
    </div>
  );
}

/** What was typed stays, also when the webhook is asked for again meanwhile, or another tab is looked at. */
function Edit({ webhook, set, unsaved, keepUnsaved }: Part) {
  const [before, remember] = useState(() => unsaved?.before ?? draftOf(webhook));
  const save = useAction(
    (changes: Partial<Fields>) => patchWebhook(webhook.id, changes),
    (changed) => {
      set(changed);
      const saved = draftOf(changed);
      remember(saved);
      drafting.reset(saved);
      keepUnsaved(null);
      toast({ kind: "ok", text: t("webhook.saved") });
    },
  );
  const drafting = useDraft(() => unsaved?.draft ?? before, save);
  const { draft, change, errorAt } = drafting;
  const profiles = useProfiles(webhook.tenant);
  const catalogue = useCatalogue();
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  useLayoutEffect(() => keepUnsaved(isChanged ? { before, draft } : null), [draft, before]);
  const submit = (edited: Draft) => save.run(changesOf(edited, before));
  const discard = () => {
    drafting.reset(before);
    save.clear();
  };
  return (
    <Form action={{ problem: save.problem, run: () => drafting.submit(submit) }} fields={POINTERS}>
      <Panel padded>
        <div class="form">
          <WebhookFields {...{ draft, change, errorAt, profiles, catalogue }} />
        </div>
      </Panel>
      <div class="actions save-line">
        <Button type="submit" primary isPending={save.isPending} disabled={!isChanged}>
          {t("action.save")}
        </Button>
        <Button onClick={discard} disabled={!isChanged}>
          {t("webhook.discard")}
        </Button>
      </div>
    </Form>
  );
}
