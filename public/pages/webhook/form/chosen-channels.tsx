import { useState } from "preact/hooks";
import { Button, IconButton } from "../../../components/button.tsx";
import { Plus, X } from "../../../components/icons.ts";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";

type ChosenChannelsProps = { value: readonly string[]; onChange(channels: string[]): void };

/** Channels by their names, which are the product's own: there is no list of them. */
export function ChosenChannels({ value, onChange }: ChosenChannelsProps) {
  const [text, setText] = useState("");
  function add(): void {
    const name = text.trim();
    if (name !== "" && !value.includes(name)) onChange([...value, name]);
    setText("");
  }
  return (
    <>
      <Chips names={value} onRemove={(name) => onChange(value.filter((one) => one !== name))} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field adds and must not send the form; so does leaving it */}
      <div class="add-line" onKeyDown={(event) => event.key === "Enter" && take(event, add)} onFocusOut={add}>
        <TextInput
          aria-label={t("webhook.form.channels.name")}
          placeholder={t("webhook.form.channels.name")}
          maxLength={256}
          value={text}
          onChange={setText}
        />
        <Button icon={Plus} onClick={add} disabled={text.trim() === ""}>
          {t("webhook.form.channels.add")}
        </Button>
      </div>
    </>
  );
}

function take(event: Event, add: () => void): void {
  event.preventDefault();
  add();
}

function Chips({ names, onRemove }: { names: readonly string[]; onRemove(name: string): void }) {
  if (names.length === 0) return null;
  return (
    <ul class="chips">
      {names.map((name) => (
        <li key={name} class="chip">
          <bdi>{name}</bdi>
          <IconButton
            label={t("webhook.form.channels.remove", { name })}
            icon={X}
            onClick={() => onRemove(name)}
          />
        </li>
      ))}
    </ul>
  );
}
