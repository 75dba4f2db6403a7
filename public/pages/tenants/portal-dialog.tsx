import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api, type DataOf } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Switch } from "../../components/checkbox.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Select } from "../../components/select.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { PortalLink } from "./portal-link.tsx";

type Link = DataOf<ReturnType<typeof api.tenants>["portal-sessions"]["post"]>;

const lifetimes = {
  900: "tenants.portal.15min",
  3600: "tenants.portal.1h",
  28800: "tenants.portal.8h",
  86400: "tenants.portal.24h",
} as const;

/** Makes a link that opens the portal as this tenant, and shows it this once. */
export function PortalDialog({ id, isOpen, onClose }: { id: string; isOpen: boolean; onClose(): void }) {
  const [link, setLink] = useState<Link | null>(null);
  const close = () => {
    setLink(null);
    onClose();
  };
  return (
    <Dialog title={t("tenants.portal.title", { id })} isOpen={isOpen} onClose={close}>
      {link === null ? <LinkForm id={id} onMade={setLink} /> : <PortalLink link={link} onClose={close} />}
    </Dialog>
  );
}

function LinkForm({ id, onMade }: { id: string; onMade(link: Link): void }) {
  const [input, setInput] = useState({ isReadOnly: false, seconds: "3600", returnUrl: "" });
  const make = useAction(
    () =>
      api.tenants({ id })["portal-sessions"].post({
        read_only: input.isReadOnly,
        expires_in_seconds: Number(input.seconds),
        return_url: input.returnUrl.trim() === "" ? null : input.returnUrl.trim(),
      }),
    onMade,
  );
  return (
    <Form action={make} fields={["/expires_in_seconds", "/return_url"]}>
      <p class="dim">{t("tenants.portal.text")}</p>
      <Switch
        label={t("tenants.portal.read_only")}
        hint={t("tenants.portal.read_only.hint")}
        checked={input.isReadOnly}
        onChange={(isReadOnly) => setInput({ ...input, isReadOnly })}
      />
      <Field label={t("tenants.portal.expires")} error={make.errorAt("/expires_in_seconds")}>
        <Select
          value={input.seconds}
          options={options()}
          onChange={(seconds) => setInput({ ...input, seconds })}
        />
      </Field>
      <Field
        label={t("tenants.portal.return")}
        hint={t("tenants.portal.return.hint")}
        error={make.errorAt("/return_url")}
      >
        <TextInput
          code
          type="url"
          placeholder="https://app.example/settings"
          value={input.returnUrl}
          onChange={(returnUrl) => setInput({ ...input, returnUrl })}
        />
      </Field>
      <div class="form-end">
        <Button type="submit" primary isPending={make.isPending}>
          {t("tenants.portal.make")}
        </Button>
      </div>
    </Form>
  );
}

const options = () => Object.entries(lifetimes).map(([value, text]) => ({ value, label: t(text) }));
