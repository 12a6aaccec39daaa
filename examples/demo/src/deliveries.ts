import { completedPayload, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";

/** A delivery to send, and the expected response. */
export interface DemoDelivery {
  readonly what: string;
  readonly request: SignedDelivery;
  readonly status: number;
  /** The handler's answer, or the code of a rejection. */
  readonly answer: string;
}

/** Creates good and bad deliveries of the guide's example. */
export function createDeliveries(secret: string): readonly DemoDelivery[] {
  const good = signDelivery(completedPayload, { secret });
  const stale = signDelivery(completedPayload, { secret, timestamp: Math.floor(Date.now() / 1000) - 600 });
  const { "x-mynth-signature": signature = "", ...unsignedHeaders } = good.headers;
  const twoSignatures = signature.replace("v1=", `v1=${"0".repeat(64)},v1=`);
  const seen = `task ${completedPayload.task.id}, ${completedPayload.result.images.length} image`;
  return [
    { what: "signed", request: good, status: 200, answer: seen },
    {
      what: "tampered",
      request: { ...good, body: good.body.replace('"total":"0.01250000"', '"total":"0.00000000"') },
      status: 401,
      answer: "signature_mismatch",
    },
    { what: "stale, ten minutes old", request: stale, status: 401, answer: "timestamp_out_of_tolerance" },
    { what: "unsigned", request: { ...good, headers: unsignedHeaders }, status: 401, answer: "missing_signature" },
    {
      what: "two signatures, one good",
      request: { ...good, headers: { ...good.headers, "x-mynth-signature": twoSignatures } },
      status: 200,
      answer: seen,
    },
  ];
}
