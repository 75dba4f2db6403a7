import { locale } from "../texts/index.ts";

/** 1,284,031 */
export const formatNumber = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** 99.68% of a share from 0 to 1; never rounds up to all or down to nothing. */
export function formatPercent(share: number): string {
  const options = { style: "percent", maximumFractionDigits: 2 } as const;
  const format = new Intl.NumberFormat(locale(), options);
  if (share < 1 && share > 0.9999) return format.format(0.9999);
  if (share > 0 && share < 0.0001) return `<${format.format(0.0001)}`;
  return format.format(share);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** 1.3 MB; thousands, as disks are sold. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[step] ?? "byte";
  const options = {
    style: "unit",
    unit,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  } as const;
  return new Intl.NumberFormat(locale(), options).format(bytes / 1000 ** step);
}
