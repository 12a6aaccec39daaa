import { type ReceivedEvent, succeededImages } from "@mynth-webhooks/core";
import { Controller, HttpCode, Inject, Post } from "@nestjs/common";
import { RouteConfig } from "@nestjs/platform-fastify";
import { MynthEvent } from "./mynth-event.decorator.ts";
import { OrdersService } from "./orders.service.ts";

@Controller("webhooks/mynth")
export class WebhooksController {
  readonly #orders: OrdersService;

  constructor(@Inject(OrdersService) orders: OrdersService) {
    this.#orders = orders;
  }

  @Post()
  @HttpCode(204)
  // On Fastify this enables verification for the route. On Express the middleware's path does.
  @RouteConfig({ mynthWebhook: true })
  handle(@MynthEvent() event: ReceivedEvent): void {
    if (event.event !== "task.image.generate.completed") return;
    const { order } = event.request.metadata ?? {};
    if (typeof order === "string") this.#orders.addImages(order, succeededImages(event).length);
  }
}
