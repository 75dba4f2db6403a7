const browsers = [
  ["Edge", /\bEdg\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Firefox", /\bFirefox\/(\d+)/],
  ["Chrome", /\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+).* Safari\//],
] as const;

const systems = [
  ["iOS", /\b(iPhone|iPad)\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** The browser and the system that a User-Agent names, as people call them: `Firefox 140, Linux`. Null for others. */
export function browserOf(agent: string): string | null {
  for (const [name, pattern] of browsers) {
    const [, version] = pattern.exec(agent) ?? [];
    if (version === undefined) continue;
    const system = systems.find(([, sign]) => sign.test(agent))?.[0];
    return [`${name} ${version}`, system].filter(Boolean).join(", ");
  }
  return null;
}
