import { BadRequestException, Body, Controller, Get, Inject, NotFoundException, Param, Post } from "@nestjs/common";
import { type Order, OrdersService } from "./orders.service.ts";

/** The rest of the application, whose JSON is parsed by Nest. */
@Controller("orders")
export class OrdersController {
  readonly #orders: OrdersService;

  constructor(@Inject(OrdersService) orders: OrdersService) {
    this.#orders = orders;
  }

  @Post(":id")
  add(@Param("id") id: string, @Body("title") title: unknown): Order {
    if (typeof title !== "string") throw new BadRequestException("title must be a string.");
    return this.#orders.add(id, title);
  }

  @Get(":id")
  find(@Param("id") id: string): Order {
    const order = this.#orders.find(id);
    if (!order) throw new NotFoundException();
    return order;
  }
}
