import { describeStore } from "@mynth-webhooks/testing/store-contract";
import { afterAll, describe } from "vitest";
import { migrationFor, postgresStore } from "../src/index.ts";
import { testCompleteWithin } from "./complete-within.ts";
import { brokenQuery, type Database } from "./databases.ts";
import { newTable } from "./tables.ts";

/** What a store has to do over every client. */
export function describeOver(name: string, database: Database): void {
  describe(`postgresStore over ${name}`, () => {
    afterAll(database.stop);

    describeStore("the contract", async () => {
      const table = newTable();
      await database.query(migrationFor(table), []);
      return { store: postgresStore(database.query, { table }), broken: postgresStore(brokenQuery) };
    });

    describe("completes in a transaction", () => testCompleteWithin(database));
  });
}
