import { api, at } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { isFramed } from "../../app/mode.ts";
import { boundTenant } from "../../app/session.ts";
import type { Filters } from "../../components/filters.ts";
import { ExternalLink } from "../../components/icons.ts";
import { Select } from "../../components/select.tsx";
import { t } from "../../texts/index.ts";

type ChoiceProps = { filters: Filters<"tenant" | "profile" | "section"> };

/**
 * Whose documentation it is, where that can be chosen, and the same as a page to give to others. A window outside of a frame does
 * not know who is in it.
 */
export function Choice({ filters }: ChoiceProps) {
  const { tenant, profile } = filters.values;
  const query = new URLSearchParams({
    format: "html",
    ...(tenant && { tenant }),
    ...(profile && { profile }),
  });
  return (
    <>
      {boundTenant.value === null && <Selects filters={filters} />}
      {!isFramed && (
        <a class="btn" href={at(`api/v1/docs/consumer?${query}`)} target="_blank" rel="noreferrer">
          <ExternalLink size={14} aria-hidden="true" />
          {t("documentation.page")}
        </a>
      )}
    </>
  );
}

function Selects({ filters: { values, set } }: ChoiceProps) {
  const tenants = useResource(() => api.tenants.get({ query: { limit: "250" } }), []);
  const profiles = useResource(() => api.profiles.get(), []);
  const ofTenants = (tenants.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name || id }));
  const ofProfiles = (profiles.data?.data ?? []).map(({ name, title }) => ({ value: name, label: title }));
  return (
    <>
      <Select
        aria-label={t("documentation.tenant")}
        value={values.tenant ?? ""}
        options={[
          { value: "", label: t("documentation.tenant.default") },
          ...ofTenants.filter(({ value }) => value !== "default"),
        ]}
        onChange={(tenant) => set("tenant", tenant)}
      />
      <Select
        aria-label={t("documentation.profile")}
        value={values.profile ?? ""}
        options={[{ value: "", label: t("documentation.profile.own") }, ...ofProfiles]}
        onChange={(profile) => set("profile", profile)}
      />
    </>
  );
}
