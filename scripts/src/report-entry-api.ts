import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const silent = { logLevel: ExtractorLogLevel.None };

/**
 * Returns the declarations that one entry of a package exports, as TypeScript.
 * Exports of other packages are not repeated, but shown as `export * from` or as imports.
 */
export async function reportEntryApi(packageFolder: string, types: string, scratch: string): Promise<string> {
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
        // A change of a type that is used but not exported can break callers too.
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
      // Release tags are not used here, so their absence is not reported.
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
  return extractDeclarations(await readFile(join(scratch, `${reportFileName}.api.md`), "utf8"));
}

/** Removes the frame of the report and its remarks on every declaration. */
function extractDeclarations(report: string): string {
  const [, code = ""] = report.split(/^```(?:ts)?$/m);
  return code
    .replace(/^ *\/\/ (?:@public|\(undocumented\)).*\n/gm, "")
    .replace("// (No @packageDocumentation comment for this package)", "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
