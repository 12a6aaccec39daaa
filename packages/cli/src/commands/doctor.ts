import { getScheme } from "@mynth-webhooks/core/secrets";
import { Command } from "commander";
import { assertUrl } from "../deliver.ts";
import { examineReceiver } from "../doctor/examine-receiver.ts";
import { formatDoctorReport, isExamined, isHealthy } from "../doctor/report.ts";
import { parsePositiveInteger } from "../parse-positive-integer.ts";
import { assertSecrets, createSecretOption, type SecretOption } from "../secret-option.ts";
import { toPrintableJson } from "../to-printable.ts";
import { withExitCode } from "../usage-error.ts";

interface DoctorOptions extends SecretOption {
  /** In seconds. */
  readonly timeout: number;
  readonly json?: boolean;
}

export function createDoctorCommand(): Command {
  return new Command("doctor")
    .description("send good and bad deliveries to a receiver, and report what it does right and wrong")
    .argument("<url>", "the receiver, in any language; it gets about twenty deliveries of tasks named tsk_doctor_...")
    .option("--timeout <seconds>", "how long each delivery may take", parsePositiveInteger, 10)
    .addOption(createSecretOption())
    .option("--json", "print JSON")
    .action(withExitCode(doctor));
}

async function doctor(url: string, options: DoctorOptions): Promise<boolean> {
  assertUrl(url);
  const secrets = pickOnePerScheme(await assertSecrets(options));
  const findings = await examineReceiver(url, secrets, options.timeout * 1000);
  const healthy = isHealthy(findings);
  if (options.json) console.log(toPrintableJson({ healthy, examined: isExamined(findings), findings }));
  else for (const line of formatDoctorReport(url, findings)) console.log(line);
  return healthy;
}

/** A second secret of the same scheme is there for rotation, and would only repeat the checks. */
function pickOnePerScheme(secrets: readonly string[]): readonly string[] {
  return secrets.filter(
    (secret, index) => secrets.findIndex((other) => getScheme(other) === getScheme(secret)) === index,
  );
}
