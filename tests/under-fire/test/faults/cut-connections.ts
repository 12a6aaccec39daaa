import type { CutMoment, CuttingProxy } from "./cutting-proxy.ts";
import { type Fault, repeat } from "./repeat.ts";

/** Cuts a connection every now and then. */
export function cutConnections(proxy: CuttingProxy, moment: CutMoment): Fault {
  return repeat(60, 100, async () => proxy.cutNext(moment));
}

export const cutMoments = ["before the command", "before the answer"] as const satisfies readonly CutMoment[];

/** Fewer cuts would not hit every command. */
export const fewestCuts = 10;
