import { expect, test } from "vitest";
import { exampleEvent } from "../example-event.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { StartApp } from "./app.ts";
import { parseRejection } from "./rejections.ts";
import { secret, signRequest, standardSecret } from "./requests.ts";

/** Tests Standard Webhooks next to `X-Mynth-Signature`. */
export function testStandardWebhooks(startApp: StartApp): void {
  test("a Standard Webhooks delivery gives the same event as X-Mynth-Signature, at the same endpoint", async () => {
    const app = await startApp({}, { secret: [secret, standardSecret] });
    const event = exampleEvent("task.image.generate.completed");
    expect((await app.send(signRequest(event))).status).toBe(200);
    const body = asStandardWebhooks(event);
    expect((await app.send(signRequest(body, { secret: standardSecret }))).status).toBe(200);

    const [first, second] = app.seen;
    expect(second?.event).toMatchObject(event);
    expect([first?.delivery.scheme, second?.delivery.scheme]).toEqual(["mynth", "standard-webhooks"]);
    expect(second?.delivery).toMatchObject({ key: first?.delivery.key, id: body.id, secretIndex: 1, payload: body });
    expect(second?.json).toEqual(body);
  });

  test("onDelivery gets the scheme and the secret's index of each delivery", async () => {
    const reported: unknown[] = [];
    const app = await startApp(
      { onDelivery: (_event, { scheme, secretIndex }) => reported.push([scheme, secretIndex]) },
      { secret: [secret, standardSecret] },
    );
    const event = exampleEvent("task.image.alt.failed");
    await app.send(signRequest(event));
    await app.send(signRequest(asStandardWebhooks(event), { secret: standardSecret }));
    expect(reported).toEqual([
      ["mynth", 0],
      ["standard-webhooks", 1],
    ]);
  });

  test("a Standard Webhooks delivery whose webhook-id was changed is rejected with 401 signature_mismatch", async () => {
    const app = await startApp({}, { secret: standardSecret });
    const request = signRequest(asStandardWebhooks(exampleEvent("task.image.alt.completed")), {
      secret: standardSecret,
    });
    const response = await app.send({ ...request, headers: { ...request.headers, "webhook-id": "evt_other" } });
    expect([response.status, parseRejection(response.body).code]).toEqual([401, "signature_mismatch"]);
    expect((await app.send(request)).status).toBe(200);
  });
}
