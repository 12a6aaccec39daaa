/** How a sender signs: with `X-Mynth-Signature`, or as the Standard Webhooks specification has it. */
export type SignatureScheme = "mynth" | "standard-webhooks";

/** What the headers of one scheme say. */
export interface Signature {
  readonly scheme: SignatureScheme;
  /** When this attempt was signed, in Unix seconds. */
  readonly timestamp: number;
  /** What the signature covers in front of the body. */
  readonly prefix: string;
  /** The values that can be a signature at all, decoded; at least one. */
  readonly candidates: readonly Uint8Array[];
  /** The signed id of the event, where the scheme has one. */
  readonly id?: string;
}

/** A header longer than this (in characters) is not looked into. */
export const maxHeaderLength = 4096;

/** More signatures than this are not tried. */
export const maxSignatures = 16;
