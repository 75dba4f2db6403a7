/** A text whose form depends on a `count`. Source: CLDR plural rules. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type Texts = Record<string, string | Plural>;

/** What a translation of these texts has to be: the same keys, plural where the English is. */
export type Table<E> = { readonly [K in keyof E]: E[K] extends string ? string : Plural };

/** The names in braces of a text: those of `{count} of {total}` are `count | total`. */
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What has to be given to show a text. */
export type TextOf<T> = T extends string
  ? Names<T>
  : T extends { other: infer Other }
    ? "count" | Names<Other>
    : never;
