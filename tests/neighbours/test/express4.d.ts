// Express 4 and 5 share the part of their types that the tests use.
declare module "express4" {
  export { default } from "express";
}
