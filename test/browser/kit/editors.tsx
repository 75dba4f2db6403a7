import { useState } from "preact/hooks";
import { Field } from "../../../public/components/field.tsx";
import { JsonEditor } from "../../../public/components/json-editor.tsx";
import { Panel, Section } from "../../../public/components/section.tsx";
import { TreePicker } from "../../../public/components/tree-picker.tsx";

const SAMPLE = '{\n  "order": 12345678901234567890,\n  "lines": [{ "total": 1.50 }]\n}';
const FAULTS = [{ pointer: "/lines/0/total", detail: "must be a whole number" }];
const NAMES = ["order.created", "order.address.changed", "order.cancelled", "stock.updated", "ping"];

export function Editors() {
  const [text, setText] = useState(SAMPLE);
  const [patterns, setPatterns] = useState<string[]>(["order.*"]);
  return (
    <Section title="Editors">
      <Panel padded>
        <div class="form">
          <Field label="Data">
            <JsonEditor label="Data" value={text} onChange={setText} faults={FAULTS} />
          </Field>
          <output>{text.length} characters</output>
          <TreePicker label="Event types" names={NAMES} value={patterns} onChange={setPatterns} />
          <output id="patterns">{patterns.join(" ")}</output>
        </div>
      </Panel>
    </Section>
  );
}
