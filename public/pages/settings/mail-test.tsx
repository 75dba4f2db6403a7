import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api, type DataOf } from "../../api/client.ts";
import { session } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t, word } from "../../texts/index.ts";

type Answer = DataOf<typeof api.settings.mail.test.post>;

/** Sends a mail now and tells how the mail server took it. */
export function MailTest() {
  const now = session.value;
  const [to, setTo] = useState(now.state === "user" ? now.user.email : "");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const send = useAction(() => {
    setAnswer(null);
    return api.settings.mail.test.post({ to: to.trim() });
  }, setAnswer);
  return (
    <Form action={send} fields={["/to"]} class="setting">
      <Field label={t("settings.mail")} hint={t("settings.mail.hint")} error={send.errorAt("/to")}>
        <span class="with-unit">
          <TextInput type="email" value={to} onChange={setTo} />
          <Button type="submit" isPending={send.isPending}>
            {t("settings.mail.send")}
          </Button>
        </span>
      </Field>
      <div role="status">{answer && <Told answer={answer} />}</div>
    </Form>
  );
}

function Told({ answer: { outcome, error } }: { answer: Answer }) {
  const isTaken = outcome === "accepted";
  return (
    <Notice kind={isTaken ? "info" : "bad"} title={word("settings.mail", outcome)}>
      {isTaken ? t("settings.mail.look") : <bdi>{error}</bdi>}
    </Notice>
  );
}
