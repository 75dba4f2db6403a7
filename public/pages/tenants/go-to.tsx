import { useState } from "preact/hooks";
import { navigate } from "../../app/location.ts";
import { Button } from "../../components/button.tsx";
import { Search } from "../../components/icons.ts";
import { t } from "../../texts/index.ts";

const ID = /^[A-Za-z0-9._-]{1,128}$/;

/** Opens a tenant by its id, for those who have it from their own system: a list of thousands is no way to it. */
export function GoToTenant() {
  const [typed, setTyped] = useState("");
  const id = typed.trim();
  const submit = (event: Event) => {
    event.preventDefault();
    if (ID.test(id)) navigate(`/tenants/${id}`);
  };
  return (
    <search>
      <form class="filters" onSubmit={submit}>
        <div class="search">
          <Search size={14} aria-hidden="true" />
          <input
            type="search"
            class="input"
            dir="ltr"
            {...{
              "aria-label": t("tenants.go_to"),
              placeholder: t("tenants.go_to"),
              autocomplete: "off",
              spellcheck: false,
            }}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={!ID.test(id)}>
          {t("tenants.go_to.open")}
        </Button>
      </form>
    </search>
  );
}
