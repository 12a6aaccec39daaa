/** How a sender signs: with `X-Mynth-Signature`, or by the Standard Webhooks specification. */
export type SignatureScheme = "mynth" | "standard-webhooks";

/** The parsed headers of one scheme. */
export interface Signature {
  readonly scheme: SignatureScheme;
  /** When this attempt was signed, in Unix seconds. */
  readonly timestamp: number;
  /** The signed prefix of the body. */
  readonly prefix: string;
  /** The well-formed signatures, decoded; at least one. */
  readonly candidates: readonly Uint8Array[];
  /** The signed id of the event, if the scheme has one. */
  readonly id?: string;
}

/** The length of the longest accepted header, in characters. */
export const maxHeaderLength = 4096;

/** The largest number of signatures in an accepted header. */
export const maxSignatures = 16;
