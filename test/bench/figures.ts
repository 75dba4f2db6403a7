/** The value below which the share `p` (0 to 1) of the numbers lies. */
export function percentile(numbers: number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

export const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
export const spread = (values: number[]) =>
  `p50 ${ms(percentile(values, 0.5))}, p99 ${ms(percentile(values, 0.99))}`;

/** Prints `what   figure   (beside)`, aligned. */
export function report(what: string, figure: string, beside = ""): void {
  process.stdout.write(`  ${what.padEnd(44)}${figure.padStart(16)}${beside && `   ${beside}`}\n`);
}

export const heading = (text: string) => process.stdout.write(`\n${text}\n`);
