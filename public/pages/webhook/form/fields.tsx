import { Field } from "../../../components/field.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Catalogue } from "../use-catalogue.ts";
import type { Profiles } from "../use-profiles.ts";
import { EventTypesField } from "./event-types-field.tsx";
import type { FieldPart } from "./field-part.ts";
import { MoreFields } from "./more-fields.tsx";
import { ProfileField } from "./profile-field.tsx";
import { UrlField } from "./url-field.tsx";

export type Known = { profiles: Profiles; catalogue: Catalogue };

/** The places of the body whose faults the fields show. */
export const POINTERS = [
  ...["/tenant", "/url", "/description", "/event_types", "/channels", "/profile", "/secret"],
  ...["/headers", "/filter", "/rate_limit", "/metadata"],
];

/** All that a webhook is made of and that can be changed later, what everybody needs first. */
export function WebhookFields({
  profiles,
  catalogue,
  isNew = false,
  ...part
}: FieldPart & Known & { isNew?: boolean }) {
  const { draft, change, errorAt } = part;
  const profile = profiles.of(draft.profile || null);
  return (
    <>
      <UrlField
        value={draft.url}
        onChange={(url) => change({ url })}
        profile={profile}
        error={errorAt("/url")}
        autofocus={isNew}
      />
      <Field label={t("webhook.form.description")} error={errorAt("/description")}>
        <TextInput
          maxLength={1000}
          value={draft.description}
          onChange={(description) => change({ description })}
        />
      </Field>
      <EventTypesField {...part} catalogue={catalogue} />
      <ProfileField {...part} profiles={profiles} />
      {isNew && profile?.secret.source === "provided" && <SecretField {...part} />}
      <MoreFields {...part} catalogue={catalogue} />
    </>
  );
}

/** Of a profile whose consumer brings the secret. */
function SecretField({ draft, change, errorAt }: FieldPart) {
  return (
    <Field
      label={t("webhook.form.secret")}
      hint={t("webhook.form.secret.hint")}
      error={errorAt("/secret")}
      required
    >
      <TextInput code maxLength={512} value={draft.secret} onChange={(secret) => change({ secret })} />
    </Field>
  );
}
