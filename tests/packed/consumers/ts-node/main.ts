import { run } from "./app";

run();
