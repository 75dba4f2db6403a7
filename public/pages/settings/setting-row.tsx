import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { isOwner } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Form } from "../../components/form.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { SettingField } from "./field.tsx";
import { kindOf, type Name } from "./kinds.ts";
import { Source } from "./source.tsx";
import type { Setting } from "./types.ts";
import { bodyValueOf, draftOf, tidied } from "./value.ts";

type SettingRowProps = { name: Name; setting: Setting; onChanged(setting: Setting): void };

/** One setting, changed where it stands and saved on its own. */
export function SettingRow({ name, setting, onChanged }: SettingRowProps) {
  const kind = kindOf(name);
  const kept = draftOf(kind, setting.value);
  const [draft, setDraft] = useState(kept);
  useEffect(() => setDraft(kept), [JSON.stringify(kept)]);
  const done = (text: "settings.saved" | "settings.was_reset", now: Setting) => {
    toast({ kind: "ok", text: t(text, { setting: t(`settings.${name}`) }) });
    onChanged(now);
  };
  const save = useAction(
    () => {
      setDraft(tidied(draft));
      return api.settings({ name }).put({ value: bodyValueOf(kind, tidied(draft)) });
    },
    (saved) => done("settings.saved", saved),
  );
  const reset = useAction(
    () => api.settings({ name }).delete(),
    () => done("settings.was_reset", { ...setting, value: setting.default, source: "default" }),
  );
  const isAtField = save.problem?.status === 422 && save.errorAt("/value") !== undefined;
  const isLocked = setting.read_only || !isOwner.value;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept);
  const discard = () => {
    setDraft(kept);
    save.clear();
  };
  return (
    <Form
      action={{ run: save.run, problem: isAtField ? null : (save.problem ?? reset.problem) }}
      fields={["/value"]}
      class="setting"
    >
      <div class="setting-field">
        <SettingField
          {...{ name, kind, draft, isLocked }}
          unit={setting.unit}
          onChange={setDraft}
          errorAt={save.errorAt}
        />
      </div>
      <div class="setting-end">
        <Source setting={setting} />
        {!isLocked && isChanged && <Button onClick={discard}>{t("settings.discard")}</Button>}
        {!isLocked && isChanged && (
          <Button type="submit" primary isPending={save.isPending}>
            {t("action.save")}
          </Button>
        )}
        {!isLocked && !isChanged && setting.source === "page" && (
          <Button quiet onClick={() => void reset.run()} isPending={reset.isPending}>
            {t("settings.reset")}
          </Button>
        )}
      </div>
    </Form>
  );
}
