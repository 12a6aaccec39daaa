import type { CheckResults } from "./check-receiver.ts";

/** The result of one framework on one runtime. */
export type Cell =
  | ({ readonly kind: "run"; readonly hmac: string } & CheckResults)
  /** It should run, but does not start. */
  | { readonly kind: "broken"; readonly reason: string }
  /** It is not expected to run, for a known reason. */
  | { readonly kind: "none"; readonly reason: string };

export interface MatrixRow {
  readonly runtime: string;
  readonly cells: readonly Cell[];
}

const express = "Express on workerd: it can run there on an emulation of node:http, which is not tested here";
const fastify = "Fastify on workerd: it compiles code from strings, which the runtime forbids";

/** The file of a receiver that runs as a worker. */
export type WorkerFile = "worker" | "web-worker";

/** A column of the matrix: a framework, its packages, and its worker or the reason why it has none. */
export interface Framework {
  readonly name: string;
  readonly packages: readonly string[];
  readonly onWorkers: WorkerFile | { readonly reason: string };
}

export const frameworks: readonly Framework[] = [
  { name: "Express 5", packages: ["express"], onWorkers: { reason: express } },
  { name: "Express 4", packages: ["express4"], onWorkers: { reason: express } },
  { name: "Fastify", packages: ["fastify"], onWorkers: { reason: fastify } },
  { name: "Fastify + raw-body", packages: ["fastify", "fastify-raw-body"], onWorkers: { reason: fastify } },
  { name: "Hono", packages: ["hono"], onWorkers: "worker" },
  { name: "Web handler", packages: [], onWorkers: "web-worker" },
];
