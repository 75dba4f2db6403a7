import csharp from "./snippets/csharp.txt" with { type: "text" };
import go from "./snippets/go.txt" with { type: "text" };
import java from "./snippets/java.txt" with { type: "text" };
import php from "./snippets/php.txt" with { type: "text" };
import python from "./snippets/python.txt" with { type: "text" };
import ruby from "./snippets/ruby.txt" with { type: "text" };
import shell from "./snippets/shell.txt" with { type: "text" };
import typescript from "./snippets/typescript.txt" with { type: "text" };

/** A language that snippets are written in: its templates, and how it writes texts. */
export type Language = {
  name: string;
  label: string;
  templates: string;
  /** A literal of the text, with nothing in it that the language would take for its own. */
  literal(text: string): string;
  /** How the snippet names the secret, and joins it to literals. */
  secret: string;
  join: string;
};

/** JSON's escapes are theirs too: header names and values hold no control characters. */
const doubleQuoted = { literal: (text: string) => JSON.stringify(text), secret: "secret", join: " + " };

/** In double quotes a `$` or `#` would be interpolated. */
const singleQuoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;

export const languages: readonly Language[] = [
  { name: "typescript", label: "TypeScript", templates: typescript, ...doubleQuoted },
  { name: "python", label: "Python", templates: python, ...doubleQuoted },
  { name: "go", label: "Go", templates: go, ...doubleQuoted },
  { name: "php", label: "PHP", templates: php, literal: singleQuoted, secret: "$secret", join: " . " },
  { name: "ruby", label: "Ruby", templates: ruby, literal: singleQuoted, secret: "secret", join: " + " },
  { name: "java", label: "Java", templates: java, ...doubleQuoted },
  { name: "csharp", label: "C#", templates: csharp, ...doubleQuoted },
  {
    name: "shell",
    label: "Shell",
    templates: shell,
    literal: (text) => `'${text.replaceAll("'", "'\\''")}'`,
    secret: '"$secret"',
    join: "",
  },
];
