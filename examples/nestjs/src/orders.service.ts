import { Injectable } from "@nestjs/common";

/** An order, and the number of its images. */
export interface Order {
  readonly title: string;
  readonly images: number;
}

@Injectable()
export class OrdersService {
  readonly #orders = new Map<string, Order>();

  add(id: string, title: string): Order {
    const order = { title, images: 0 };
    this.#orders.set(id, order);
    return order;
  }

  find(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  addImages(id: string, images: number): void {
    const order = this.#orders.get(id);
    if (order) this.#orders.set(id, { ...order, images: order.images + images });
  }
}
