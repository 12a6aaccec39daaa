import { decodeBase64 } from "../crypto/base64.ts";

/** One mistake in a secret, found before any delivery is. */
interface Mistake {
  readonly is: (secret: string) => boolean;
  /** What is wrong and what to do. Never repeats the secret. */
  readonly message: string;
}

/** Shorter secrets can be guessed (in characters). */
const minLength = 8;

/** A shorter key is easier to guess than its digest (in bytes). Source: the Standard Webhooks specification asks for 24. */
const minKeyLength = 16;

const standardPrefix = /^whsec_/;

/** In the order in which they are reported: the most specific first. */
const mistakes: readonly Mistake[] = [
  { is: (secret) => secret === "", message: "The webhook secret is an empty string: anyone could sign with it." },
  {
    is: (secret) => secret.trim() !== secret,
    message: "The webhook secret has white space around it: remove it where the secret is stored.",
  },
  {
    is: (secret) => /[\s\p{Cc}\p{Cf}]/u.test(secret.replace(/^bearer /i, "")),
    message: "The webhook secret contains white space or invisible characters: copy it again from the dashboard.",
  },
  {
    is: (secret) => /^["'`]|["'`]$/.test(secret),
    message: "The webhook secret is in quotation marks, which became part of it: remove them where it is stored.",
  },
  {
    is: (secret) => /^(bearer )?mak_/i.test(secret),
    message:
      "This is a Mynth API key (mak_...), not a webhook secret: copy the webhook's own secret (wbs_... or whsec_...).",
  },
  {
    is: (secret) => /^(undefined|null|nan|true|false|\[object .*)$/i.test(secret),
    message:
      "The webhook secret is a value like undefined or null that became a string: check the variable it is read from.",
  },
  {
    is: (secret) => /^[A-Za-z_][A-Za-z0-9_]*=[^=]/.test(secret),
    message: "The webhook secret starts with NAME=, like a line of a .env file: pass the part after the equals sign.",
  },
  {
    is: (secret) => /,\s*(wbs|whsec)_/i.test(secret),
    message: "The webhook secret is a list in one string: pass several secrets as an array of strings.",
  },
  {
    is: (secret) => /^(wbs|whsec)_/i.test(secret) && !/^(wbs|whsec)_/.test(secret),
    message:
      "The prefix of the webhook secret must be in lower case (wbs_ or whsec_): copy it again from the dashboard.",
  },
  {
    is: (secret) => /^(wbs|whsec)_$/.test(secret),
    message: "The webhook secret is only a prefix: copy it whole from the dashboard.",
  },
  {
    is: isPlaceholder,
    message: "The webhook secret is a placeholder: replace it with the secret from the dashboard.",
  },
  {
    is: (secret) => standardPrefix.test(secret) && getKeyLength(secret) === undefined,
    message: "The webhook secret has no valid base64 after whsec_: copy it whole from the dashboard, with its padding.",
  },
  {
    is: (secret) => (getKeyLength(secret) ?? minKeyLength) < minKeyLength,
    message: `The webhook secret has fewer than ${minKeyLength} bytes after whsec_: copy it whole from the dashboard.`,
  },
  {
    is: (secret) => secret.length < minLength,
    message: `The webhook secret has fewer than ${minLength} characters: copy it whole from the dashboard.`,
  },
];

/**
 * Checks a secret. The error names the mistake, never the secret.
 *
 * @throws {TypeError} if the secret is invalid
 */
export function assertSecret(secret: unknown): asserts secret is string {
  if (typeof secret !== "string") throw new TypeError("A webhook secret must be a string.");
  const mistake = mistakes.find(({ is }) => is(secret));
  if (mistake) throw new TypeError(mistake.message);
}

function isPlaceholder(secret: string): boolean {
  const name = secret.replace(/^(wbs|whsec)_/, "");
  return /^(\.{2,}|…|[x*]{3,}|<.*>|\{.*\}|your([-_ ].*|(webhook|secret|key).*)|my[-_ ]?secret|(change|replace)[-_ ]?(me|this).*|placeholder|todo|secret)$/i.test(
    name,
  );
}

/** The length of the key after `whsec_`, in bytes; `undefined` if there is no valid base64, or no such prefix. */
function getKeyLength(secret: string): number | undefined {
  return standardPrefix.test(secret) ? decodeBase64(secret.replace(standardPrefix, ""))?.length : undefined;
}
