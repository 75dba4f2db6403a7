/** What people who sign in may do: everything, everything but who else may, or look. Imports nothing, for the admin page has the same list. */
export const roles = ["owner", "operator", "viewer"] as const;

export type Role = (typeof roles)[number];
