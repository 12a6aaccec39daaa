import { describe, inject } from "vitest";
import { overPg, overPostgresJs } from "./databases.ts";
import { describeOver } from "./describe-over.ts";

const { postgres: url = "" } = inject("servers");

describe.skipIf(!url)("on a real server", () => {
  describeOver("pg", overPg(url));
  describeOver("pg, where SERIALIZABLE is the default", overPg(url, "serializable"));
  describeOver("postgres", overPostgresJs(url));
});
