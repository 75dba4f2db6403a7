import { useState } from "preact/hooks";
import { prettyJson } from "../api/json.ts";
import { t } from "../texts/index.ts";
import { CopyButton } from "./copy-button.tsx";
import { RadioGroup } from "./radio-group.tsx";

type CodeBlockProps = {
  /** What it is, for those who cannot see it. */
  label: string;
  /** As it was sent or received. */
  text: string;
};

/** Text of a machine, as text only. JSON can be seen indented and as it is; numbers stay as they were written. */
export function CodeBlock({ label, text }: CodeBlockProps) {
  const pretty = prettyJson(text);
  const [view, setView] = useState("pretty");
  const shown = view === "pretty" && pretty !== null ? pretty : text;
  return (
    <div class="code-block">
      <div class="code-tools">
        {pretty !== null && (
          <RadioGroup
            label={label}
            value={view}
            onChange={setView}
            inline
            options={[
              { value: "pretty", label: t("code.pretty") },
              { value: "raw", label: t("code.raw") },
            ]}
          />
        )}
        <CopyButton text={shown} />
      </div>
      {shown === "" ? <p class="faint">{t("code.empty")}</p> : <Preformatted label={label} text={shown} />}
    </div>
  );
}

/** It scrolls on its own, so it can be reached with the keyboard. */
function Preformatted({ label, text }: CodeBlockProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable (WCAG 2.1.1)
    <section class="pre" tabIndex={0} aria-label={label}>
      <pre dir="ltr">{text}</pre>
    </section>
  );
}
