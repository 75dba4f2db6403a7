import { useState } from "preact/hooks";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { Select } from "../../../components/select.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { formatWait, unitOf } from "../../../format/wait.ts";
import { t } from "../../../texts/index.ts";

const units = [
  { value: "1", label: "profiles.unit.seconds" },
  { value: "60", label: "profiles.unit.minutes" },
  { value: "3600", label: "profiles.unit.hours" },
  { value: "86400", label: "profiles.unit.days" },
] as const;

type DelaysProps = { delays: readonly number[]; onChange(delays: number[]): void; error: string | undefined };

/** The waits between attempts as chips: one that is pressed can be changed, removed, or have another put after it. */
export function Delays({ delays, onChange, error }: DelaysProps) {
  const [chosen, choose] = useState<number | null>(null);
  const [amount, setAmount] = useState("5");
  const [unit, setUnit] = useState("60");
  const seconds = Number(amount) * Number(unit);
  const isNumber = amount.trim() !== "" && Number.isFinite(seconds) && seconds >= 0;
  function press(at: number): void {
    const delay = delays[at] ?? 0;
    choose(at === chosen ? null : at);
    setUnit(String(unitOf(delay)));
    setAmount(String(delay / unitOf(delay)));
  }
  const put = (at: number, replaced: number, ...given: number[]) => {
    onChange(delays.toSpliced(at, replaced, ...given));
    choose(null);
  };
  return (
    <div class="delays">
      <ol class="chips" aria-label={t("profiles.field.delays")}>
        {delays.map((delay, at) => (
          <li key={at}>
            <button type="button" class="chip-button" aria-pressed={at === chosen} onClick={() => press(at)}>
              {formatWait(delay)}
            </button>
          </li>
        ))}
      </ol>
      {delays.length === 0 && <p class="dim">{t("profiles.delays.none")}</p>}
      <div class="delay-row">
        <Field label={t("profiles.delays.wait")} error={isNumber ? error : t("profiles.number_needed")}>
          <TextInput code inputMode="decimal" value={amount} onChange={setAmount} />
        </Field>
        <Field label={t("profiles.delays.unit")}>
          <Select
            value={unit}
            options={units.map(({ value, label }) => ({ value, label: t(label) }))}
            onChange={setUnit}
          />
        </Field>
      </div>
      <div class="actions">
        <Button
          disabled={!isNumber}
          onClick={() => put(chosen === null ? delays.length : chosen + 1, 0, seconds)}
        >
          {t(chosen === null ? "profiles.delays.add" : "profiles.delays.after")}
        </Button>
        {chosen !== null && (
          <>
            <Button disabled={!isNumber} onClick={() => put(chosen, 1, seconds)}>
              {t("profiles.delays.change")}
            </Button>
            <Button danger onClick={() => put(chosen, 1)}>
              {t("profiles.delays.remove")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
