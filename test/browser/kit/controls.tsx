import { useState } from "preact/hooks";
import { Checkbox, Switch } from "../../../public/components/checkbox.tsx";
import { Field } from "../../../public/components/field.tsx";
import { RadioGroup } from "../../../public/components/radio-group.tsx";
import { Panel, Section } from "../../../public/components/section.tsx";
import { Select } from "../../../public/components/select.tsx";
import { TextArea, TextInput } from "../../../public/components/text-input.tsx";

export function Controls() {
  const [text, setText] = useState("https://shop.example/hooks");
  const [isOn, setOn] = useState(true);
  const [choice, setChoice] = useState("one");
  const options = [
    { value: "one", label: "One" },
    { value: "two", label: "Two" },
  ];
  return (
    <Section title="Controls">
      <Panel padded>
        <div class="form">
          <Field label="URL" hint="Where events go" error="Nothing is sent to this address">
            <TextInput code value={text} onChange={setText} />
          </Field>
          <Field label="Description">
            <TextArea value={text} onChange={setText} />
          </Field>
          <Field label="Profile">
            <Select value={choice} onChange={setChoice} options={options} />
          </Field>
          <Checkbox label="Of all channels" hint="Or of some" checked={isOn} onChange={setOn} />
          <Switch label="Strict event types" hint="Takes effect at once" checked={isOn} onChange={setOn} />
          <RadioGroup label="Status" value={choice} onChange={setChoice} options={options} />
          <RadioGroup label="View" value={choice} onChange={setChoice} options={options} inline />
        </div>
      </Panel>
    </Section>
  );
}
