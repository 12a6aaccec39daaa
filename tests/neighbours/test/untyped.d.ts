// Neighbors without types.
declare module "on-headers-1-0" {
  export { default } from "on-headers";
}
declare module "express-xml-bodyparser" {
  import type { RequestHandler } from "express";
  export default function xmlBodyParser(): RequestHandler;
}
