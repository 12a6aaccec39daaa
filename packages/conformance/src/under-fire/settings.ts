/** The secret of all deliveries. */
export const secret = "wbs_under_fire";

/** How long a killed process keeps its claim, in seconds. It is short, so that retries do not wait long. */
export const lease = 2;

/** The stores, with or without the effects in the same transaction. */
export const storeKinds = ["Redis", "PostgreSQL, in the handler's transaction"] as const;

export type StoreKind = (typeof storeKinds)[number];
