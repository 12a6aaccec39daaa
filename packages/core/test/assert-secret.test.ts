import { describe, expect, test } from "vitest";
import { createReceiver, verifyDelivery } from "../src/index.ts";
import { assertSecret } from "../src/secrets.ts";

const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const invalid: { secret: string; message: RegExp }[] = [
  { secret: "", message: /empty string/ },
  { secret: " wbs_0123456789", message: /white space around/ },
  { secret: "wbs_0123456789\n", message: /white space around/ },
  { secret: "wbs_0123 456789", message: /white space or invisible/ },
  { secret: "\u200bwbs_0123456789", message: /white space or invisible/ },
  { secret: "wbs_0123\u0000456789", message: /white space or invisible/ },
  { secret: '"wbs_0123456789abcdef"', message: /quotation marks/ },
  { secret: `'${whsec}'`, message: /quotation marks/ },
  { secret: "wbs_0123456789`", message: /quotation marks/ },
  { secret: "mak_0123456789", message: /API key/ },
  { secret: "MAK_0123456789", message: /API key/ },
  { secret: "Bearer mak_0123456789", message: /API key/ },
  { secret: "undefined", message: /undefined or null/ },
  { secret: "null", message: /undefined or null/ },
  { secret: "[object Object]", message: /white space or invisible|undefined or null/ },
  { secret: "[object", message: /fewer than 8|undefined or null/ },
  { secret: "MYNTH_WEBHOOK_SECRET=wbs_0123456789abcdef", message: /NAME=/ },
  { secret: `secret=${whsec}`, message: /NAME=/ },
  { secret: "wbs_0123456789,wbs_9876543210", message: /array of strings/ },
  { secret: "WBS_0123456789", message: /lower case/ },
  { secret: "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message: /lower case/ },
  { secret: "wbs_", message: /only a prefix/ },
  { secret: "whsec_", message: /only a prefix/ },
  { secret: "wbs_...", message: /placeholder/ },
  { secret: "whsec_...", message: /placeholder/ },
  { secret: "wbs_xxxxxxxx", message: /placeholder/ },
  { secret: "wbs_your_secret", message: /placeholder/ },
  { secret: "your-webhook-secret", message: /placeholder/ },
  { secret: "changeme", message: /placeholder/ },
  { secret: "replace-this-later", message: /placeholder/ },
  { secret: "{webhook-secret}", message: /placeholder/ },
  { secret: "yoursecrethere", message: /placeholder/ },
  { secret: "my-secret", message: /placeholder/ },
  { secret: "mysecret", message: /placeholder/ },
  { secret: "placeholder", message: /placeholder/ },
  { secret: "change_me_please", message: /placeholder/ },
  { secret: "<webhook-secret>", message: /placeholder/ },
  { secret: "wbs_secret", message: /placeholder/ },
  { secret: "whsec_not-base64!-but-long", message: /base64/ },
  { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=", message: /base64/ },
  { secret: "whsec_AA==", message: /fewer than 16 bytes/ },
  { secret: `whsec_${Buffer.alloc(15, 7).toString("base64")}`, message: /fewer than 16 bytes/ },
  { secret: "wbs_abc", message: /fewer than 8 characters/ },
  { secret: "x", message: /fewer than 8 characters/ },
];

const valid = [
  "wbs_0123456789abcdef",
  "wbs_abcd",
  "a_secret_of_my_own",
  "dGhpcyBpcyBiYXNlNjQ=",
  "c2VjcmV0IGluIGJhc2U2NA==",
  "wbs_c2VjcmV0IGZvciB0ZXN0cw==",
  "wbs_yourself_2024",
  "wbs_undefined_behavior",
  // What is a mistake at the start or the end of a secret is none inside it.
  "my_whsec_not-base64!",
  'wbs_0123"4567`89',
  "wbs_mak_0123456789",
  "0123456789_null",
  "null_0123456789",
  "9abc_NAME=x0123456",
  "0123456789,x_wbs_",
  "0123456789_WBS_x",
  "0123456789_wbs_",
  "secretwbs_",
  whsec,
  `whsec_${Buffer.alloc(16, 7).toString("base64")}`,
];

describe("a secret is checked at startup", () => {
  test.each(invalid)("assertSecret rejects the secret $secret", ({ secret, message }) => {
    expect(() => assertSecret(secret)).toThrow(TypeError);
    expect(() => assertSecret(secret)).toThrow(message);
    if (secret.length > 12) expect(() => assertSecret(secret)).not.toThrow(secret);
  });

  test.each(valid)("assertSecret accepts the secret %s", (secret) => {
    expect(() => assertSecret(secret)).not.toThrow();
  });

  test.each([undefined, null, 7, {}, ["wbs_0123456789"]])("assertSecret rejects %j, which is no string", (secret) => {
    expect(() => assertSecret(secret)).toThrow(/must be a string/);
  });

  test("createReceiver and verifyDelivery reject an invalid secret, also in an array", async () => {
    expect(() => createReceiver("changeme")).toThrow(/placeholder/);
    expect(() => createReceiver(["wbs_0123456789", "changeme"])).toThrow(/placeholder/);
    await expect(verifyDelivery({ headers: {}, body: "" }, "changeme")).rejects.toThrow(/placeholder/);
  });
});

test("options in place of the secret throw a TypeError that says how to call", () => {
  for (const given of [{ secret: "wbs_0123456789" }, { secret: undefined, tolerance: 60 }])
    expect(() => createReceiver(given as never)).toThrow(/mynthWebhook\(secret, options\)/);
});
