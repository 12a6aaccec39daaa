import { expect, test } from "vitest";
import { exampleEvent } from "../example-event.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { StartApp } from "./app.ts";
import { refusalIn } from "./refusals.ts";
import { secret, signed } from "./requests.ts";

const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The second generation, beside the first. */
export function testStandardWebhooks(startApp: StartApp): void {
  test("delivers the same event whichever generation brings it, at one endpoint", async () => {
    const app = await startApp({}, { secret: [secret, whsec] });
    const event = exampleEvent("task.image.generate.completed");
    expect((await app.send(signed(event))).status).toBe(200);
    const body = asStandardWebhooks(event);
    expect((await app.send(signed(body, { secret: whsec }))).status).toBe(200);

    const [first, second] = app.seen;
    expect(second?.event).toMatchObject(event);
    expect([first?.delivery.scheme, second?.delivery.scheme]).toEqual(["mynth", "standard-webhooks"]);
    expect(second?.delivery).toMatchObject({ key: first?.delivery.key, id: body.id, secretIndex: 1, payload: body });
    expect(second?.json).toEqual(body);
  });

  test("tells which generation is still coming in, and with which secret", async () => {
    const told: unknown[] = [];
    const app = await startApp(
      { onDelivery: (_event, { scheme, secretIndex }) => told.push([scheme, secretIndex]) },
      { secret: [secret, whsec] },
    );
    const event = exampleEvent("task.image.alt.failed");
    await app.send(signed(event));
    await app.send(signed(asStandardWebhooks(event), { secret: whsec }));
    expect(told).toEqual([
      ["mynth", 0],
      ["standard-webhooks", 1],
    ]);
  });

  test("refuses a body under another id than was signed", async () => {
    const app = await startApp({}, { secret: whsec });
    const request = signed(asStandardWebhooks(exampleEvent("task.image.alt.completed")), { secret: whsec });
    const response = await app.send({ ...request, headers: { ...request.headers, "webhook-id": "evt_other" } });
    expect([response.status, refusalIn(response.body).code]).toEqual([401, "signature_mismatch"]);
    expect((await app.send(request)).status).toBe(200);
  });
}
