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
