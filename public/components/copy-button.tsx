import { useState } from "preact/hooks";
import { t } from "../texts/index.ts";
import { Button, IconButton } from "./button.tsx";
import { Check, Copy } from "./icons.ts";
import { toast } from "./toast.tsx";

const SHOWN_MS = 2000;

type CopyButtonProps = {
  /** What is copied, or how it is made at that moment. */
  text: string | (() => string | Promise<string>);
  /** Words on the button; an icon alone without. */
  label?: string;
};

/** Copies, and says so for two seconds. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : await text());
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    } catch {
      toast({ kind: "bad", text: t("copy.failed") });
    }
  }
  const icon = isCopied ? Check : Copy;
  const said = t(isCopied ? "action.copied" : "action.copy");
  if (label === undefined) return <IconButton label={said} icon={icon} onClick={copy} />;
  return (
    <Button icon={icon} onClick={copy}>
      {isCopied ? said : label}
    </Button>
  );
}
