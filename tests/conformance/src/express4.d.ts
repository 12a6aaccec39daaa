// The types that the tests use are the same in Express 4 and 5.
declare module "express4" {
  export { default } from "express";
}
