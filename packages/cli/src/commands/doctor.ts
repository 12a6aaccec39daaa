import { Command } from "commander";
import { assertUrl } from "../deliver.ts";
import { examine } from "../doctor/examine.ts";
import { doctorReport, isExamined, isHealthy } from "../doctor/report.ts";
import { positiveNumber } from "../positive-number.ts";
import { assertSecrets, getScheme, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface DoctorOptions extends SecretOption {
  /** In seconds. */
  readonly timeout: number;
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("send a receiver good and bad deliveries, and say what it does right and wrong")
    .argument("<url>", "the receiver, in any language; it gets some twenty deliveries of tasks named tsk_doctor_...")
    .option("--timeout <seconds>", "how long each delivery may take", positiveNumber, 10)
    .addOption(secretOption())
    .option("--json", "print JSON")
    .action(reporting(doctor));
}

async function doctor(url: string, options: DoctorOptions): Promise<boolean> {
  assertUrl(url);
  const secrets = onePerScheme(await assertSecrets(options));
  const findings = await examine(url, secrets, options.timeout * 1000);
  const healthy = isHealthy(findings);
  if (options.json) console.log(JSON.stringify({ healthy, examined: isExamined(findings), findings }));
  else for (const line of doctorReport(url, findings)) console.log(line);
  return healthy;
}

/** A second secret of the same scheme is for rotation, and tells nothing new. */
function onePerScheme(secrets: readonly string[]): readonly string[] {
  return secrets.filter(
    (secret, index) => secrets.findIndex((other) => getScheme(other) === getScheme(secret)) === index,
  );
}
