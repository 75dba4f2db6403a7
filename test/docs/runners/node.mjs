// Each line of cases.tsv: the snippet's name, then in base64 the body, the headers and the secret. Prints true or false.
import { readFileSync } from "node:fs";

const decode = (text) => Buffer.from(text, "base64");

for (const line of readFileSync("cases.tsv", "utf8").trimEnd().split("\n")) {
  const [name, body, headers, secret] = line.split("\t");
  const { verify } = await import(`./${name}.mjs`);
  const pairs = decode(headers)
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((one) => one.split(/: (.*)/).slice(0, 2));
  process.stdout.write(`${verify(decode(body), new Headers(pairs), decode(secret).toString())}\n`);
}
