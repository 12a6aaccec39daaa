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

const express = "Express on workerd: it can run there behind node:http's stand-in, which is not tested here";
const fastify = "Fastify on workerd: it compiles code from strings, which that runtime forbids";

/** The columns, and whether each is for workers. */
export const frameworks: readonly { readonly name: string; readonly onWorkers: true | string }[] = [
  { name: "Express 5", onWorkers: express },
  { name: "Express 4", onWorkers: express },
  { name: "Fastify", onWorkers: fastify },
  { name: "Fastify + raw-body", onWorkers: fastify },
  { name: "Hono", onWorkers: true },
];
