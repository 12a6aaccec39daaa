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

/** A column: a framework, the packages it consists of here, and whether it is for workers. */
export interface Framework {
  readonly name: string;
  readonly packages: readonly string[];
  readonly onWorkers: true | string;
}

export const frameworks: readonly Framework[] = [
  { name: "Express 5", packages: ["express"], onWorkers: express },
  { name: "Express 4", packages: ["express4"], onWorkers: express },
  { name: "Fastify", packages: ["fastify"], onWorkers: fastify },
  { name: "Fastify + raw-body", packages: ["fastify", "fastify-raw-body"], onWorkers: fastify },
  { name: "Hono", packages: ["hono"], onWorkers: true },
];
