/** What the deliveries are signed with. */
export const secret = "wbs_under_fire";

/** How long the claim of a killed process holds, in seconds: short, so that retries need not wait long. */
export const lease = 2;

/** Where the marks are kept, and whether they are committed with the effects. */
export const storeKinds = ["Redis", "PostgreSQL, in the handler's transaction"] as const;

export type StoreKind = (typeof storeKinds)[number];
