// A worker that sends the task of each job it takes to its parent, and finishes the job when the parent answers.
import { once } from "node:events";
import { openQueue } from "example-queue-pg-boss/queue";
import { startWorker } from "example-queue-pg-boss/worker";

const [url, options] = process.argv.slice(2);

startWorker(await openQueue(url, JSON.parse(options)), {
  all: async (event) => {
    process.send(event.task.id);
    await once(process, "message");
  },
});
