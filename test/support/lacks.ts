import { isHere, runners } from "../docs/languages.ts";
import { launchChromium, NoBrowser } from "./chromium.ts";
import { canConfine } from "./confined.ts";
import { generators, hasAll } from "./generators.ts";
import { hasBash } from "./shell.ts";

/** Something that tests need and a machine may not have, beside Node and npm. */
export type Need = {
  /** What is not tested without it. */
  what: string;
  /** How it can be had. */
  get: string;
  /** Whether a run with `CI=true` fails without it. */
  isRequiredInCi?: boolean;
  /** Files that all need it; tests of others skip themselves. */
  files?: string;
  isHere(): Promise<boolean> | boolean;
};

export const needs: Need[] = [
  {
    what: "the pages in a browser",
    get: "install Chromium, or name one in CHROMIUM",
    isRequiredInCi: true,
    files: "test/**/browser/**",
    isHere: hasBrowser,
  },
  {
    what: "a full disk and a read-only root",
    get: "install util-linux and run as somebody who may make mount namespaces",
    isHere: canConfine,
  },
  { what: "commands copied for bash", get: "install bash", isHere: hasBash },
  ...generators.map(({ language, tools }) => ({
    what: `a client in ${language} made of the API's document`,
    get: `install ${tools.join(" and ")}`,
    isHere: () => hasAll(tools),
  })),
  ...runners.map((runner) => ({
    what: `the documentation's code in ${runner.language}`,
    get: `install ${runner.needs.join(", ")}`,
    isHere: () => isHere(runner),
  })),
];

/** Whether a browser shows a page here. Throws when the one that `CHROMIUM` names does not. */
async function hasBrowser(): Promise<boolean> {
  try {
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.setContent("<p>A letter needs a font.</p>");
    await browser.close();
    return true;
  } catch (error) {
    if (process.env.CHROMIUM || !(error instanceof NoBrowser)) throw error;
    return false;
  }
}

/** Which of them are not here. */
export async function lacking(all: Need[] = needs): Promise<Need[]> {
  const here = await Promise.all(all.map(({ isHere }) => isHere()));
  return all.filter((_, at) => !here[at]);
}

/** Why a run may not begin without them where `CI` is `ci`, in one line; null: it may. */
export function refusal(lacks: Need[], ci = ""): string | null {
  if (["", "0", "false"].includes(ci)) return null;
  const line = notTested(lacks.filter(({ isRequiredInCi }) => isRequiredInCi));
  return line && `CI=${ci} asks for a full run. ${line}`;
}

/** The one line that says what was not tested, and how to get it; null when all was. */
export function notTested(lacks: Need[]): string | null {
  if (lacks.length === 0) return null;
  return `Not tested on this machine: ${lacks.map(({ what, get }) => `${what} (${get})`).join("; ")}.`;
}
