/** The receiver's secrets, by the scheme they are for; at least one. */
export interface DoctorSecrets {
  readonly mynth?: string;
  readonly standard?: string;
}

export function doctorSecrets(secret: string): DoctorSecrets {
  return secret.startsWith("whsec_") ? { standard: secret } : { mynth: secret };
}

let count = 0;
const run = Date.now().toString(36);

/** A task that tells where it comes from, in case a receiver does something about it. */
export function newTask(): string {
  count += 1;
  return `tsk_doctor_${run}_${count}`;
}
