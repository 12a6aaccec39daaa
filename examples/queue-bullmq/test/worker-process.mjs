// A worker that sends the task of each job it takes to its parent, and finishes the job when the parent answers.
import { once } from "node:events";
import { createWorker } from "example-queue-bullmq/worker";

const [url, options] = process.argv.slice(2);

createWorker(
  url,
  {
    all: async (event) => {
      process.send(event.task.id);
      await once(process, "message");
    },
  },
  JSON.parse(options),
);
