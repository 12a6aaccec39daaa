import { describe, inject } from "vitest";
import { overPg, overPostgresJs } from "./databases.ts";
import { describeOver } from "./describe-over.ts";

const { postgres: url = "" } = inject("servers");

describe.skipIf(!url)("postgresStore on a real server", () => {
  describeOver("pg", overPg(url));
  describeOver("pg with SERIALIZABLE as the default", overPg(url, "serializable"));
  describeOver("postgres", overPostgresJs(url));
});
