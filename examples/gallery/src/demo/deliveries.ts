import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";

/** One secret for each generation. */
export const secrets = ["wbs_demo_secret", "whsec_ZGVtby1zZWNyZXQtb2YtdGhlLWdhbGxlcnk="] as const;

export interface DemoDelivery {
  readonly what: string;
  readonly delivery: SignedDelivery;
}

/** Creates deliveries of several kinds of tasks, one of them twice, and a forged one. */
export function createDeliveries(origin: string): readonly DemoDelivery[] {
  const [secret, standardSecret] = secrets;
  let next = 1;
  const createImage = (cost?: string) => {
    const number = next++;
    return {
      id: `img_demo${number}`,
      url: `${origin}/${number}.png`,
      mynth_url: null,
      size: "600x400",
      format: "png",
      cost,
    };
  };
  const createGenerated = (id: string, prompt: string, model: string, cost: string, count: number) =>
    exampleEvent("task.image.generate.completed", {
      task: { id: `tsk_demo_${id}`, cost },
      request: { prompt, model, count },
      result: { model, images: Array.from({ length: count }, () => ({ status: "success", ...createImage() })) },
    });

  const hills = createGenerated("hills", "Hills at dusk", "black-forest-labs/flux.2-pro", "0.03000000", 1);
  const seasons = createGenerated(
    "seasons",
    "The same hills, four times",
    "google/gemini-3.1-flash-image",
    "0.05000000",
    4,
  );
  const markup = createGenerated(
    "markup",
    "A sign that says <script>alert('hello')</script> & \"welcome\", in the fog",
    "google/gemini-3.1-flash-image",
    "0.01250000",
    2,
  );
  const upscaled = exampleEvent("task.image.upscale.completed", {
    task: { id: "tsk_demo_upscale", cost: "0.00400000" },
    request: { url: "https://shop.example.com/hills.png" },
    result: { image: createImage() },
  });
  const earlier = exampleEvent("task.image.generate.completed", {
    task: { id: "tsk_demo_earlier", cost: undefined },
    request: { prompt: "Hills, in the earlier spelling", model: "auto" },
    result: {
      model: "black-forest-labs/flux.2-pro",
      images: [
        { status: "succeeded", ...createImage("0.01000000") },
        { status: "succeeded", ...createImage("0.01000000") },
        { status: "failed", error: "held back" },
      ],
    },
  });

  const sign = (event: object) => signDelivery(event, { secret });
  return [
    { what: "one image", delivery: sign(hills) },
    { what: "the same event again", delivery: sign(hills) },
    { what: "four images", delivery: sign(seasons) },
    {
      what: "an upscale, Standard Webhooks",
      delivery: signDelivery(asStandardWebhooks(upscaled), { secret: standardSecret }),
    },
    { what: "two images and a failed one", delivery: sign(earlier) },
    { what: "markup in the prompt", delivery: sign(markup) },
    { what: "forged", delivery: signDelivery(hills, { secret: "wbs_somebody_elses" }) },
  ];
}
