import { Switch } from "../../../components/checkbox.tsx";
import { Field } from "../../../components/field.tsx";
import { Select } from "../../../components/select.tsx";
import { t } from "../../../texts/index.ts";
import type { Profile } from "../types.ts";
import { OptionalNumber } from "./number-field.tsx";
import { Part, type PartProps } from "./part.tsx";

const verifications = ["none", "hub-challenge", "cloudevents-consent"] as const;
const sources = ["generated", "provided"] as const;
const reveals = ["always", "once"] as const;

/** What registering a webhook of this contract asks for. */
export function WebhookFields({ draft, set, errorAt }: PartProps) {
  const { secret, limits } = draft;
  const setSecret = (change: Partial<Profile["secret"]>) => set({ secret: { ...secret, ...change } });
  return (
    <Part title={t("profiles.part.webhook")}>
      <Field label={t("profiles.field.verification")} error={errorAt("/verification")}>
        <Select
          value={draft.verification}
          options={verifications.map((value) => ({ value, label: t(`profiles.verification.${value}`) }))}
          onChange={(verification) => set({ verification: verification as (typeof verifications)[number] })}
        />
      </Field>
      <Field label={t("profiles.field.secret")} error={errorAt("/secret/source")}>
        <Select
          value={secret.source}
          options={sources.map((value) => ({ value, label: t(`profiles.source.${value}`) }))}
          onChange={(source) => setSecret({ source: source as (typeof sources)[number] })}
        />
      </Field>
      <Field label={t("profiles.field.reveal")} error={errorAt("/secret/reveal")}>
        <Select
          value={secret.reveal}
          options={reveals.map((value) => ({ value, label: t(`profiles.reveal.${value}`) }))}
          onChange={(reveal) => setSecret({ reveal: reveal as (typeof reveals)[number] })}
        />
      </Field>
      <OptionalNumber
        label={t("profiles.limit.switch")}
        amount={t("profiles.field.limit")}
        value={limits.webhooks_per_tenant}
        first={3}
        onChange={(webhooks_per_tenant) => set({ limits: { webhooks_per_tenant } })}
        error={errorAt("/limits/webhooks_per_tenant")}
      />
      <Switch
        label={t("profiles.https.only")}
        hint={errorAt("/require_https") ?? t("profiles.https.hint")}
        checked={draft.require_https}
        onChange={(require_https) => set({ require_https })}
      />
    </Part>
  );
}
