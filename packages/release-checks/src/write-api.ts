import { writeFile } from "node:fs/promises";
import { apiReport, recordedApi } from "./api-report.ts";
import { publicPackages } from "./public-packages.ts";

for (const each of await publicPackages()) await writeFile(recordedApi(each), await apiReport(each));
