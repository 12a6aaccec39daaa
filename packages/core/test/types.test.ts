import { expectTypeOf, test } from "vitest";
import {
  createDispatcher,
  isKnownEvent,
  type MynthEvent,
  type MynthEventName,
  type MynthEventOf,
  type ReceivedEvent,
  type ReceiverOptions,
  type UnknownMynthEvent,
} from "../src/index.ts";

test("a switch over event.event is exhaustive: an event forgotten is a compile error", () => {
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

test("a failed task has no result, and a completed one no errors", () => {
  expectTypeOf<MynthEventOf<"task.image.alt.failed">>().not.toHaveProperty("result");
  expectTypeOf<MynthEventOf<"task.image.alt.completed">>().not.toHaveProperty("errors");
});

test("an image is told apart by its status", () => {
  type Image = MynthEventOf<"task.image.generate.completed">["result"]["images"][number];
  const address = (image: Image) => {
    // @ts-expect-error a failed image has no url
    image.url;
    return image.status === "failed" ? image.error : (image.url ?? image.mynth_url);
  };
  expectTypeOf(address).parameter(0).toEqualTypeOf<Image>();
});

test("each key of on() gets the events it can get, and there are no other keys", () => {
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
  const misspelt = () =>
    // @ts-expect-error there is no such event
    createDispatcher({ "task.image.generate.complete": () => {} });
  expectTypeOf(misspelt).toBeFunction();
});

test("unknown events are told from known ones, and come only to whoever declares it", () => {
  const narrow = (event: MynthEvent | UnknownMynthEvent) => {
    if (isKnownEvent(event)) expectTypeOf(event).toEqualTypeOf<MynthEvent>();
    else expectTypeOf(event).toEqualTypeOf<UnknownMynthEvent>();
  };
  expectTypeOf(narrow).toBeFunction();
  expectTypeOf<ReceivedEvent>().toEqualTypeOf<MynthEvent>();
  expectTypeOf<NonNullable<ReceiverOptions["unknownEvents"]>>().toEqualTypeOf<"acknowledge" | "refuse">();
});
