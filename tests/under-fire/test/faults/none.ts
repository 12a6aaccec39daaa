import type { Fault } from "./repeat.ts";

/** The receivers themselves go wrong: by their settings, or by the events. */
export const none: Fault = async () => {};
