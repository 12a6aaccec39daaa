import { expectTypeOf, test } from "vitest";
import {
  createDispatcher,
  isKnownEvent,
  type MynthEvent,
  type MynthEventName,
  type MynthEventOf,
  type ReceivedEvent,
  type ReceiverOptions,
  type SucceededImage,
  type TaskRequest,
  type UnknownMynthEvent,
} from "../src/index.ts";

test("a switch over event.event is exhaustive: a forgotten event is a compile error", () => {
  const describe = (event: MynthEvent): string | number => {
    switch (event.event) {
      case "task.image.generate.completed":
        return event.result.images.length;
      case "task.image.rate.completed":
        return event.result.level;
      case "task.image.alt.completed":
        return event.result.alt;
      case "task.image.review.completed":
        return event.result.score;
      case "task.image.remove_background.completed":
      case "task.image.upscale.completed":
        return event.result.image.id;
      case "task.video.generate.completed":
        return event.result.videos.length;
      case "task.image.generate.failed":
      case "task.image.rate.failed":
      case "task.image.alt.failed":
      case "task.image.review.failed":
      case "task.image.remove_background.failed":
      case "task.image.upscale.failed":
      case "task.video.generate.failed":
        return event.errors?.[0]?.code ?? "";
      default:
        expectTypeOf(event).toBeNever();
        return event;
    }
  };
  expectTypeOf(describe).returns.toEqualTypeOf<string | number>();
  expectTypeOf<MynthEventName>().toEqualTypeOf<MynthEvent["event"]>();
});

test("the type of a failed event has no result, and the type of a completed event no errors", () => {
  expectTypeOf<MynthEventOf<"task.image.alt.failed">>().not.toHaveProperty("result");
  expectTypeOf<MynthEventOf<"task.image.alt.completed">>().not.toHaveProperty("errors");
});

test("the type of an image is discriminated by its status", () => {
  type Image = MynthEventOf<"task.image.generate.completed">["result"]["images"][number];
  const getUrl = (image: Image) => {
    // @ts-expect-error a failed image has no url
    image.url;
    return image.status === "failed" ? image.error : (image.url ?? image.mynth_url);
  };
  expectTypeOf(getUrl).parameter(0).toEqualTypeOf<Image>();
});

test("the destination and the rating of an image are discriminated by their status", () => {
  const describe = ({ destination, rating }: SucceededImage) => {
    if (destination?.status === "failed") return destination.error?.provider_response ?? destination.error?.message;
    if (rating?.status === "failed") return rating.error?.code;
    // @ts-expect-error a successful delivery has no error
    destination?.error;
    return rating?.level ?? destination?.name;
  };
  expectTypeOf(describe).returns.toEqualTypeOf<string | undefined>();
});

test("the fields of later and of the oldest deliveries are typed", () => {
  type Generated = MynthEventOf<"task.image.generate.completed">;
  const check = ({ request, result, task }: Generated) => {
    expectTypeOf(result.magic_prompt?.positive).toEqualTypeOf<string | undefined>();
    expectTypeOf(result.size_auto?.value).toEqualTypeOf<string | undefined>();
    expectTypeOf(result.prompt_enhance?.positive).toEqualTypeOf<string | undefined>();
    expectTypeOf(result.cost?.fee).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(result.cost?.magic_prompt).toEqualTypeOf<string | null | undefined>();
    expectTypeOf<SucceededImage["content_rating"]>().toEqualTypeOf<
      { readonly mode?: string | undefined; readonly level?: string | undefined } | undefined
    >();
    expectTypeOf<SucceededImage["provider"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf(request.output?.format).toEqualTypeOf<string | undefined>();
    expectTypeOf(request.magic_prompt).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(request.generate_public_access_token).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(request.webhook?.custom?.[0]?.url).toEqualTypeOf<string | undefined>();
    expectTypeOf(typeof request.size === "object" ? request.size.width : undefined).toEqualTypeOf<number | undefined>();
    expectTypeOf(typeof request.rating === "object" ? request.rating.levels?.[0]?.value : undefined).toEqualTypeOf<
      string | undefined
    >();
    expectTypeOf(task.status).toEqualTypeOf<"completed" | "failed" | undefined>();
    expectTypeOf<TaskRequest<"image.upscale">["effort"]>().toEqualTypeOf<"low" | "high" | undefined>();
    expectTypeOf<TaskRequest<"image.upscale" | "image.remove_background">["output"]>().toEqualTypeOf<
      TaskRequest<"image.generate">["output"]
    >();
  };
  expectTypeOf(check).toBeFunction();
});

test("every event has the id and the timestamp of Standard Webhooks", () => {
  expectTypeOf<MynthEvent["id"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<MynthEvent["timestamp"]>().toEqualTypeOf<string | undefined>();
});

test("each key of on() is typed with its events, and an unknown key is a compile error", () => {
  createDispatcher<Request>({
    "task.image.generate.completed": (event, delivery, request) => {
      expectTypeOf(event).toEqualTypeOf<MynthEventOf<"task.image.generate.completed">>();
      expectTypeOf(delivery.key).toEqualTypeOf<string>();
      expectTypeOf(request).toEqualTypeOf<Request>();
    },
    "task.completed": (event) =>
      expectTypeOf(event.event).toEqualTypeOf<Extract<MynthEventName, `${string}.completed`>>(),
    "task.failed": (event) => expectTypeOf(event.event).toEqualTypeOf<Extract<MynthEventName, `${string}.failed`>>(),
    all: (event) => expectTypeOf(event).toEqualTypeOf<MynthEvent>(),
  });
  // @ts-expect-error a handler of one event does not do for another
  createDispatcher({ "task.image.alt.completed": (_event: MynthEventOf<"task.image.rate.completed">) => {} });
  // @ts-expect-error a handler of one event does not do for all of them
  createDispatcher({ "task.completed": (_event: MynthEventOf<"task.image.rate.completed">) => {} });
  const misspelled = () =>
    // @ts-expect-error there is no such event
    createDispatcher({ "task.image.generate.complete": () => {} });
  expectTypeOf(misspelled).toBeFunction();
});

test("isKnownEvent narrows an event, and unknown events are typed only if Settings declares them", () => {
  const narrow = (event: MynthEvent | UnknownMynthEvent) => {
    if (isKnownEvent(event)) expectTypeOf(event).toEqualTypeOf<MynthEvent>();
    else expectTypeOf(event).toEqualTypeOf<UnknownMynthEvent>();
  };
  expectTypeOf(narrow).toBeFunction();
  expectTypeOf<ReceivedEvent>().toEqualTypeOf<MynthEvent>();
  expectTypeOf<NonNullable<ReceiverOptions["unknownEvents"]>>().toEqualTypeOf<"acknowledge" | "refuse">();
});
