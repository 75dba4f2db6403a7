import { useControl } from "./field.tsx";

export type Option = { value: string; label: string };

type SelectProps = {
  value: string;
  options: readonly Option[];
  onChange(value: string): void;
  disabled?: boolean;
  /** Only where there is no field around it. */
  "aria-label"?: string;
};

/** The browser's own list: it knows keyboards, phones and screen readers better than we would. */
export function Select({ value, options, onChange, ...rest }: SelectProps) {
  return (
    <select
      {...useControl()}
      class="input"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
