import { useControl } from "./field.tsx";

export type Option = {
  value: string;
  label: string;
  /** The heading that it stands below, together with its neighbours of the same. */
  group?: string;
};

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
      {groupsOf(options).map(({ group, options: own }) =>
        group === undefined ? (
          own.map(optionOf)
        ) : (
          <optgroup key={group} label={group}>
            {own.map(optionOf)}
          </optgroup>
        ),
      )}
    </select>
  );
}

const optionOf = ({ value, label }: Option) => (
  <option key={value} value={value}>
    {label}
  </option>
);

const groupsOf = (options: readonly Option[]) =>
  [...Map.groupBy(options, ({ group }) => group)].map(([group, own]) => ({ group, options: own }));
