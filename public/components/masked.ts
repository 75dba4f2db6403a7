/** How masked secrets are shown. Source: src/wire/mask.ts. */
const MASK = "••••";

export const isMasked = (value: string): boolean => value.includes(MASK);
