import type { Examination } from "./examine.ts";

/** What came of one framework on one runtime. */
export type Cell =
  | ({ readonly kind: "run"; readonly hmac: string } & Examination)
  /** It ought to run and does not. */
  | { readonly kind: "broken"; readonly reason: string }
  /** It is not meant to run, for a reason that is known. */
  | { readonly kind: "none"; readonly reason: string };

export interface MatrixRow {
  readonly runtime: string;
  readonly cells: readonly Cell[];
}

const notForWorkers = "Express and Fastify on workerd: they are made for node:http's server; Hono is for workers";

/** The columns, and whether each is for workers. */
export const frameworks: readonly { readonly name: string; readonly onWorkers: true | string }[] = [
  { name: "Express 5", onWorkers: notForWorkers },
  { name: "Express 4", onWorkers: notForWorkers },
  { name: "Fastify", onWorkers: notForWorkers },
  { name: "Fastify + raw-body", onWorkers: notForWorkers },
  { name: "Hono", onWorkers: true },
];
