import { describe } from "vitest";
import { overPGlite } from "./databases.ts";
import { describeOver } from "./describe-over.ts";
import { testTable } from "./table.ts";

// All tests share one, because it takes seconds to start.
const database = overPGlite();

describe("postgresStore and its table", () => testTable(database));
describeOver("PGlite", database);
