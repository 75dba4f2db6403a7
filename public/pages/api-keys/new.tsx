import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api, type DataOf } from "../../api/client.ts";
import { Page } from "../../app/page.tsx";
import { isOwner } from "../../app/session.ts";
import { Button, ButtonLink } from "../../components/button.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { Created } from "./created.tsx";
import { FIELDS, KeyFields } from "./fields.tsx";
import { bodyOf, EMPTY } from "./input.ts";

type CreatedKey = DataOf<(typeof api)["api-keys"]["post"]>;

const crumbs = () => [{ text: t("api_keys.title"), to: "/api-keys" }];

/** Makes a key and shows it this once. */
export default function NewApiKey() {
  if (isOwner.value) return <NewKey />;
  return (
    <Page title={t("api_keys.new")} sub={t("api_keys.new.sub")} crumbs={crumbs()}>
      <Notice kind="info">{t("api_keys.owners_only")}</Notice>
    </Page>
  );
}

function NewKey() {
  const [input, setInput] = useState(EMPTY);
  const [made, setMade] = useState<CreatedKey | null>(null);
  const create = useAction(() => api["api-keys"].post(bodyOf(input)), setMade);
  if (made !== null)
    return (
      <Page key="made" title={t("api_keys.made.title", { name: made.name })} crumbs={crumbs()}>
        <Created made={made} />
      </Page>
    );
  return (
    <Page title={t("api_keys.new")} sub={t("api_keys.new.sub")} crumbs={crumbs()}>
      <Panel padded>
        <Form action={create} fields={FIELDS} class="form narrow">
          <KeyFields value={input} onChange={setInput} errorAt={create.errorAt} />
          <div class="actions">
            <Button type="submit" primary isPending={create.isPending}>
              {t("api_keys.make")}
            </Button>
            <ButtonLink to="/api-keys">{t("action.cancel")}</ButtonLink>
          </div>
        </Form>
      </Panel>
    </Page>
  );
}
