import { writeFile } from "node:fs/promises";
import { createApiReport, getReportPath } from "./api-report.ts";
import { getPublicPackages } from "./public-packages.ts";

for (const each of await getPublicPackages()) await writeFile(getReportPath(each), await createApiReport(each));
