/** The same page is the admin page and, at an address that ends with /portal, the portal of one tenant. */
export const mode: "admin" | "portal" = location.pathname.endsWith("/portal") ? "portal" : "admin";

export const isPortal = mode === "portal";

/** Whether another site shows the page in a frame. */
export const isFramed = window.parent !== window;
