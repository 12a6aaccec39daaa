import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";

/** Good for both generations: each signs with the one that is its own. */
export const secrets = ["wbs_demo_secret", "whsec_ZGVtby1zZWNyZXQtb2YtdGhlLWdhbGxlcnk="] as const;

export interface DemoDelivery {
  readonly what: string;
  readonly delivery: SignedDelivery;
}

/** What the demo sends: tasks of several kinds, one of them twice, and a forgery. */
export function demoDeliveries(origin: string): readonly DemoDelivery[] {
  const [secret, standardSecret] = secrets;
  let next = 1;
  const image = (cost?: string) => {
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
  const generated = (id: string, prompt: string, model: string, cost: string, count: number) =>
    exampleEvent("task.image.generate.completed", {
      task: { id: `tsk_demo_${id}`, cost },
      request: { prompt, model, count },
      result: { model, images: Array.from({ length: count }, () => ({ status: "success", ...image() })) },
    });

  const hills = generated("hills", "Hills at dusk", "black-forest-labs/flux.2-pro", "0.03000000", 1);
  const seasons = generated("seasons", "The same hills, four times", "google/gemini-3.1-flash-image", "0.05000000", 4);
  const markup = generated(
    "markup",
    "A sign that says <script>alert('hello')</script> & \"welcome\", in the fog",
    "google/gemini-3.1-flash-image",
    "0.01250000",
    2,
  );
  const upscaled = exampleEvent("task.image.upscale.completed", {
    task: { id: "tsk_demo_upscale", cost: "0.00400000" },
    request: { url: "https://shop.example.com/hills.png" },
    result: { image: image() },
  });
  const earlier = exampleEvent("task.image.generate.completed", {
    task: { id: "tsk_demo_earlier", cost: undefined },
    request: { prompt: "Hills, as earlier deliveries spell them", model: "auto" },
    result: {
      model: "black-forest-labs/flux.2-pro",
      images: [
        { status: "succeeded", ...image("0.01000000") },
        { status: "succeeded", ...image("0.01000000") },
        { status: "failed", error: "held back" },
      ],
    },
  });

  const signed = (event: object) => signDelivery(event, { secret });
  return [
    { what: "one image", delivery: signed(hills) },
    { what: "the same event again", delivery: signed(hills) },
    { what: "four images", delivery: signed(seasons) },
    {
      what: "an upscale, Standard Webhooks",
      delivery: signDelivery(asStandardWebhooks(upscaled), { secret: standardSecret }),
    },
    { what: "two images and one that failed", delivery: signed(earlier) },
    { what: "markup in the prompt", delivery: signed(markup) },
    { what: "forged", delivery: signDelivery(hills, { secret: "wbs_somebody_elses" }) },
  ];
}
