/** A file of the page inside the executable; `file` is where Bun finds its compressed bytes. */
export type EmbeddedFile = { path: string; type: string; file: string };

/** What `src/build.ts` puts in the place of this module in the executable; from source there is nothing embedded. */
export const embedded: EmbeddedFile[] | null = null;
