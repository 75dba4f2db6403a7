/** Where the executable has the compressed licences, which `src/build.ts` puts in the place of this; null from source. */
export const embedded: string | null = null;
