/** Longer than Mynth retries, which is about 3 days (in seconds). Source: Mynth's SDK. */
export const sevenDays = 604_800;
