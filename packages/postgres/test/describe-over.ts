import { describeStore } from "@mynth-webhooks/testing/store-contract";
import { afterAll, describe } from "vitest";
import { migrationFor, postgresStore } from "../src/index.ts";
import { testCompleteWithin } from "./complete-within.ts";
import { brokenQuery, type Database } from "./databases.ts";
import { createTableName } from "./tables.ts";

/** Tests a store over one client. */
export function describeOver(name: string, database: Database): void {
  describe(`postgresStore over ${name}`, () => {
    afterAll(database.stop);

    describeStore("the contract", async () => {
      const table = createTableName();
      await database.query(migrationFor(table), []);
      return { store: postgresStore(database.client, { table }), broken: postgresStore(brokenQuery) };
    });

    describe("completeWithin", () => testCompleteWithin(database));
  });
}
