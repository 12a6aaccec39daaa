import { app } from "./app.ts";

const port = Number(process.env.PORT ?? 3000);
app.listen(port, () => console.log(`Accepting orders on http://localhost:${port}/orders/:order/picture`));
