/** The secret of all deliveries. */
export const secret = "wbs_under_fire";
