import { getHeader, type IncomingRequest } from "../incoming-request.ts";

/** What may be wrong with a header that is not of the grammar. */
interface HeaderFault {
  /** Stable, for programs. */
  readonly name: string;
  /** What happened and what to change, for people. */
  readonly sentence: string;
  readonly pattern: RegExp;
}

const faults: readonly HeaderFault[] = [
  {
    name: "header_quoted",
    sentence: "The signature header stands in quotation marks: remove them.",
    pattern: /^\s*["']/,
  },
  {
    name: "header_repeated",
    sentence: "There are two timestamps in the header: something repeats headers, or joins two of them.",
    pattern: /t=.*,\s*t=/,
  },
  {
    name: "hex_upper_case",
    sentence: "The signature is in upper-case hex: write it in lower case.",
    pattern: /v1=(?=[0-9a-f]*[A-F])[0-9a-fA-F]{64}/,
  },
  {
    name: "base64_for_hex",
    sentence: "The signature is in base64, where X-Mynth-Signature wants lower-case hex.",
    pattern: /v1=[A-Za-z0-9+/]{43}=/,
  },
  {
    name: "bare_digest",
    sentence: "The header holds a digest alone, where t=<Unix seconds>,v1=<hex> is wanted.",
    pattern: /^[0-9a-fA-F]{64}$|^sha256=/,
  },
  {
    name: "fractional_timestamp",
    sentence: "The timestamp has a fraction: write whole Unix seconds.",
    pattern: /t=\d+\.\d+/,
  },
];

/** What explains that the signature header is not of the grammar; `undefined` if it is nothing that is known. */
export function findHeaderFault(incoming: Pick<IncomingRequest, "header">): HeaderFault | undefined {
  const header = getHeader(incoming, "x-mynth-signature") ?? "";
  return faults.find(({ pattern }) => pattern.test(header));
}
