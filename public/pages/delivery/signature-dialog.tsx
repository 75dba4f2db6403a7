import { useState } from "preact/hooks";
import type { Attempt } from "../../components/attempt.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Field } from "../../components/field.tsx";
import { Notice, type NoticeProps } from "../../components/notice.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { TextArea, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { check, firstDifference, type Signature, signaturesOf, type Verdict } from "./signature.ts";
import { VerifyCommand } from "./verify-command.tsx";

/** Opens the checker of an attempt's signature. */
export function CheckSignature({ attempt }: { attempt: Attempt }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (attempt.request.headers.length === 0) return null;
  return (
    <>
      <button type="button" class="text-button" onClick={() => setOpen(true)}>
        {t("signature.check")}
      </button>
      <Dialog title={t("signature.title")} isOpen={isOpen} onClose={close} wide>
        <Checker request={attempt.request} />
      </Dialog>
    </>
  );
}

function Checker({ request }: Pick<Attempt, "request">) {
  const signatures = signaturesOf(request);
  const [chosen, choose] = useState("0");
  const signature = signatures[Number(chosen)];
  if (!signature) return <EmptyState title={t("signature.none")} />;
  const options = signatures.map(({ scheme }, index) => ({ value: String(index), label: scheme }));
  const isHere = signature.scheme !== "standard-ed25519" && crypto.subtle !== undefined;
  return (
    <>
      {signatures.length > 1 && (
        <RadioGroup label={t("signature.scheme")} value={chosen} options={options} onChange={choose} inline />
      )}
      <p class="signature-header">
        <code dir="ltr">
          {signature.header}: {signature.value}
        </code>
      </p>
      {isHere ? (
        <Form signature={signature} sent={request.body} />
      ) : (
        <VerifyCommand signature={signature} request={request} />
      )}
    </>
  );
}

type Checked = { verdict: Verdict; at: number };

function Form({ signature, sent }: { signature: Signature; sent: string }) {
  const [secret, setSecret] = useState("");
  const [body, setBody] = useState(sent);
  const [checked, setChecked] = useState<Checked | null>(null);
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setChecked(null);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setChecked({ verdict: await check(signature, secret, body, sent), at: firstDifference(body, sent) });
  };
  return (
    <form class="form" noValidate onSubmit={submit}>
      <p class="dim">{t("signature.intro")}</p>
      <Field label={t("signature.secret")} hint={t("signature.secret.hint")}>
        <TextInput code value={secret} onChange={change(setSecret)} autofocus />
      </Field>
      <Field label={t("signature.body")} hint={t("signature.body.hint")}>
        <TextArea code rows={5} value={body} onChange={change(setBody)} />
      </Field>
      <div role="status">{checked && <Result {...checked} />}</div>
      <div class="actions">
        <Button type="submit" primary disabled={secret === ""}>
          {t("signature.check")}
        </Button>
      </div>
    </form>
  );
}

const kinds: Record<Verdict, NoticeProps["kind"]> = {
  ok: "info",
  spaces: "warn",
  body_differs: "warn",
  wrong: "bad",
  no_key: "bad",
};

function Result({ verdict, at }: Checked) {
  const text =
    verdict === "body_differs" ? t("signature.body_differs.text", { at }) : t(`signature.${verdict}.text`);
  return (
    <Notice kind={kinds[verdict]} title={t(`signature.${verdict}`)}>
      {text}
    </Notice>
  );
}
