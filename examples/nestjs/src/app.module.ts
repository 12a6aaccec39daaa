import { Module } from "@nestjs/common";
import { OrdersController } from "./orders.controller.ts";
import { OrdersService } from "./orders.service.ts";
import { WebhooksController } from "./webhooks.controller.ts";

@Module({ controllers: [WebhooksController, OrdersController], providers: [OrdersService] })
export class AppModule {}
