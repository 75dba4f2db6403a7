import type { Attempt } from "../../components/attempt.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { t } from "../../texts/index.ts";
import { quote } from "./curl.ts";
import type { Signature } from "./signature.ts";

type Props = { signature: Signature; request: Attempt["request"] };

/** Where the browser cannot check a signature: the command that can, and the body to save for it. */
export function VerifyCommand({ signature, request }: Props) {
  const isPrivate = signature.scheme === "standard-ed25519";
  return (
    <>
      <p>{t(isPrivate ? "signature.command.private" : "signature.command.insecure")}</p>
      <CodeBlock label={t("signature.title")} text={commandOf(signature, request)} />
      <CopyButton label={t("signature.copy_body")} text={request.body} />
    </>
  );
}

const STANDARD = ["webhook-id", "webhook-timestamp", "webhook-signature"];
const A_YEAR_AND_MORE = 999_999_999;

/** As `posthorn verify` of src/cli/verify.ts takes it; an old attempt's timestamp is accepted. */
function commandOf({ scheme, value }: Signature, { headers }: Attempt["request"]): string {
  const given = scheme.startsWith("standard")
    ? headers
        .filter(([name]) => STANDARD.includes(name.toLowerCase()))
        .map((header) => `--header ${quote(header.join(": "))}`)
    : [`--signature ${quote(value)}`];
  const options = [
    `--scheme ${scheme}`,
    "--secret-file secret.txt",
    "--body-file body.json",
    ...given,
    `--tolerance ${A_YEAR_AND_MORE}`,
  ];
  return `posthorn verify ${options.join(" \\\n  ")}`;
}
