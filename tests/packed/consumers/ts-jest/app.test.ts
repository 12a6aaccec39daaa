import { run } from "./app";

test("a signed delivery reaches the handler", run);
