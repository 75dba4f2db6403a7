/** The names of classes that apply: `classes("btn", isPrimary && "primary")`. */
export const classes = (...names: (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");
