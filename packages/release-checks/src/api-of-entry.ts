import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const silent = { logLevel: ExtractorLogLevel.None };

/**
 * The declarations that one entry of a package exports, as TypeScript. What another package exports is not repeated:
 * it stands as `export * from` or as an import.
 */
export async function apiOfEntry(packageFolder: string, types: string, scratch: string): Promise<string> {
  const reportFileName = types.replace(/\W/g, "-");
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageFolder, "package.json"),
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: join(packageFolder, types),
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: scratch,
        reportTempFolder: join(scratch, "made"),
        // A type that is used and not exported can break a caller as well.
        includeForgottenExports: true,
      },
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            target: "es2023",
            lib: ["es2023", "webworker"],
            types: ["node"],
            strict: true,
            skipLibCheck: true,
          },
        },
      },
      newlineKind: "lf",
      // Which comments are wanted is not its business: release tags are not used here.
      messages: { extractorMessageReporting: { default: silent }, tsdocMessageReporting: { default: silent } },
    },
  });
  const problems: string[] = [];
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error || message.category === "Compiler") problems.push(message.text);
      message.handled = true;
    },
  });
  if (problems.length > 0) throw new Error(`API Extractor on ${config.mainEntryPointFilePath}: ${problems.join(" ")}`);
  return declarations(await readFile(join(scratch, `${reportFileName}.api.md`), "utf8"));
}

/** Without the frame of the report, and without what it remarks on every declaration. */
function declarations(report: string): string {
  const [, code = ""] = report.split(/^```(?:ts)?$/m);
  return code
    .replace(/^ *\/\/ (?:@public|\(undocumented\)).*\n/gm, "")
    .replace("// (No @packageDocumentation comment for this package)", "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
