import { useState } from "preact/hooks";
import { t } from "../texts/index.ts";
import { IconButton } from "./button.tsx";
import { classes } from "./class.ts";
import { useControl } from "./field.tsx";
import { Eye, EyeOff } from "./icons.ts";

type Common = {
  value: string;
  onChange(value: string): void;
  placeholder?: string;
  /** For what is code rather than words: ids, URLs, secrets. Shown in one width, left to right, never corrected. */
  code?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  maxLength?: number;
  /** Only where there is no field around it. */
  "aria-label"?: string;
  autofocus?: boolean;
};

/** Preact tells the types of inputs apart by what each may have; ours differ in the type alone. */
const typed = (type: string) => ({ type }) as { type: "text" };

const CODE = { dir: "ltr", spellcheck: false, autocapitalize: "off", autocorrect: "off" } as const;

/** An address runs from left to right in any language; of the others the browser knows best. */
const DIRECTION = { text: "auto", email: "ltr", url: "ltr" } as const;

type TextInputProps = Common & {
  type?: "text" | "email" | "url" | "number" | "datetime-local" | "color";
  autocomplete?: string;
  inputMode?: "numeric" | "decimal";
  min?: number;
  max?: number;
  /** The id of a `datalist` with suggestions. */
  list?: string;
};

export function TextInput({
  value,
  onChange,
  code,
  type = "text",
  autocomplete = "off",
  ...rest
}: TextInputProps) {
  return (
    <input
      {...useControl()}
      {...(code && CODE)}
      {...(!code && type in DIRECTION && { dir: DIRECTION[type as keyof typeof DIRECTION] })}
      class={classes("input", code && "mono")}
      {...typed(type)}
      {...{ value, autocomplete }}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    />
  );
}

export function TextArea({ value, onChange, code, rows = 4, ...rest }: Common & { rows?: number }) {
  return (
    <textarea
      {...useControl()}
      {...(code ? CODE : { dir: "auto" as const })}
      class={classes("input", code && "mono")}
      {...{ value, rows }}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    />
  );
}

type PasswordProps = { value: string; onChange(value: string): void; isNew?: boolean };

/** A password, hidden until somebody asks to see it. */
export function PasswordInput({ value, onChange, isNew }: PasswordProps) {
  const [isShown, show] = useState(false);
  return (
    <div class="input-with">
      <input
        {...useControl()}
        {...CODE}
        class="input"
        {...typed(isShown ? "text" : "password")}
        autocomplete={isNew ? "new-password" : "current-password"}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <IconButton
        label={t(isShown ? "action.hide_password" : "action.show_password")}
        icon={isShown ? EyeOff : Eye}
        onClick={() => show(!isShown)}
      />
    </div>
  );
}
