import { signal } from "@preact/signals";
import { storage } from "../../app/storage.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import type { Snippet } from "./types.ts";

const STORED = "posthorn.snippets";

/** The language that the reader writes in: chosen once, for all snippets, and remembered. */
const chosen = signal(storage.get(STORED) ?? "");

function choose(language: string): void {
  chosen.value = language;
  storage.set(STORED, language);
}

/** The same code in every language there is, one of them shown. */
export function Snippets({ label, snippets }: { label: string; snippets: readonly Snippet[] }) {
  const shown = snippets.find(({ language }) => language === chosen.value) ?? snippets[0];
  if (!shown) return null;
  return (
    <div class="snippets">
      <RadioGroup
        label={t("documentation.language")}
        value={shown.language}
        onChange={choose}
        inline
        options={snippets.map(({ language, label: name }) => ({ value: language, label: name }))}
      />
      <Panel>
        <CodeBlock label={`${label}, ${shown.label}`} text={shown.code} />
      </Panel>
    </div>
  );
}
