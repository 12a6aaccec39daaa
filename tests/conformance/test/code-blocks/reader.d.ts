// Names that the pages use but do not declare: the reader's own code.
import type { IdempotencyStore, TaskWebhooks } from "@mynth-webhooks/core";
import type { ContractApp, ContractSetup } from "@mynth-webhooks/testing/contract";
import type { Express } from "express";

declare global {
  const app: Express;
  const headers: Headers;
  const body: Uint8Array;
  const secret: string;
  const wbsSecret: string;
  const whsecSecret: string;
  const tokenSecret: string;
  const prompt: string;
  const log: { warn(about: object): void };
  const mynth: { image: { generate(request: { prompt: string } & TaskWebhooks): Promise<unknown> } };
  function save(images: readonly unknown[]): Promise<void>;
  function getSecrets(tenant: string | undefined): Promise<string[]>;
  interface Connection {
    close(): Promise<void>;
  }
  function connect(): Promise<Connection>;
  const unreachable: Connection;
  function myStore(connection: Connection): IdempotencyStore;
  function startMyApplication(setup: ContractSetup): Promise<ContractApp>;
}
