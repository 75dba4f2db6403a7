type Told = { status: string; attempt_count: number };

/** The status as it is shown: what waits for another attempt is told apart from what was never tried. */
export const shownStatus = ({ status, attempt_count: made }: Told): string =>
  status === "pending" && made > 0 ? "retrying" : status;
