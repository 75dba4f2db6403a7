import type { Described } from "../declaration.ts";
import type { Sample } from "./schema.ts";

/** Loaded when one is asked for. */
const samples = {
  organiko: async () => (await import("./organiko.ts")).organiko,
  orisha: async () => (await import("./orisha.ts")).orisha,
  aiq: async () => (await import("./aiq.ts")).aiq,
  ordereazi: async () => (await import("./ordereazi.ts")).ordereazi,
  orki: async () => (await import("./orki.ts")).orki,
} as const satisfies Record<string, () => Promise<Sample[]>>;

export type SampleName = keyof typeof samples;

export const sampleNames = Object.keys(samples) as SampleName[];

/** The event types that a seed's page names, in its order. */
export async function sampleCatalogue(name: SampleName): Promise<Described[]> {
  return (await samples[name]()).map(({ schema, example, ...words }) => ({
    ...words,
    schema: JSON.stringify(schema),
    example: JSON.stringify(example),
    deprecated: false,
  }));
}
