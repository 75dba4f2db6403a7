import { isPortal } from "../../../app/mode.ts";
import { Field } from "../../../components/field.tsx";
import { Select } from "../../../components/select.tsx";
import { t } from "../../../texts/index.ts";
import { profileSummary } from "../profile-summary.ts";
import type { Profiles } from "../use-profiles.ts";
import type { FieldPart } from "./field-part.ts";

/** Which contract holds between Posthorn and the receiver, and what that means. On the portal it is the operator's to choose. */
export function ProfileField({ draft, change, errorAt, profiles }: FieldPart & { profiles: Profiles }) {
  const inherited = profiles.of(null);
  const chosen = profiles.of(draft.profile || null);
  if (isPortal)
    return chosen ? <p class="dim">{t("portal.contract", { summary: profileSummary(chosen) })}</p> : null;
  const options = [
    {
      value: "",
      label: inherited
        ? t("webhook.form.profile.inherited", { title: inherited.title })
        : t("webhook.form.profile.tenant"),
    },
    ...profiles.all.map(({ name, title }) => ({ value: name, label: title })),
  ];
  return (
    <Field
      label={t("webhook.form.profile")}
      hint={chosen && profileSummary(chosen)}
      error={errorAt("/profile")}
    >
      <Select value={draft.profile} options={options} onChange={(profile) => change({ profile })} />
    </Field>
  );
}
