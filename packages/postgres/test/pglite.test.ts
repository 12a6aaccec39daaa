import { describe } from "vitest";
import { overPGlite } from "./databases.ts";
import { describeOver } from "./describe-over.ts";
import { testTable } from "./table.ts";

// One for all: it takes seconds to start.
const database = overPGlite();

describe("the table", () => testTable(database));
describeOver("PGlite", database);
