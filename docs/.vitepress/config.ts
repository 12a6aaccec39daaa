import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import llmsText from "vitepress-plugin-llms";

/** Written by TypeDoc, which `npm run build` runs first. */
const api: { text: string; link: string }[] = JSON.parse(
  readFileSync(new URL("../api/typedoc-sidebar.json", import.meta.url), "utf8"),
);

export default defineConfig({
  title: "mynth-webhooks",
  description: "Receive Mynth webhooks in Express, Fastify and Hono: verified, fresh, typed.",
  cleanUrls: true,
  // Links into the repository are for whoever reads the pages there.
  ignoreDeadLinks: false,
  vite: { plugins: [llmsText({ injectLLMHint: false })] },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/guide/getting-started", activeMatch: "/guide/" },
      { text: "API", link: "/api/", activeMatch: "/api/" },
      { text: "Conformance", link: "/conformance" },
    ],
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: [
      {
        text: "Guide",
        items: [
          { text: "Getting started", link: "/guide/getting-started" },
          { text: "Registered and custom webhooks", link: "/guide/custom-webhooks" },
          { text: "Verification explained", link: "/guide/verification" },
          { text: "Options", link: "/guide/options" },
          { text: "Idempotency", link: "/guide/idempotency" },
          { text: "Rotating secrets", link: "/guide/rotating-secrets" },
          { text: "Unknown events and drift", link: "/guide/unknown-events" },
          { text: "Frameworks and platforms", link: "/guide/frameworks" },
          { text: "Serverless and edge", link: "/guide/serverless" },
          { text: "Local development", link: "/guide/local-development" },
          { text: "Troubleshooting", link: "/guide/troubleshooting" },
          { text: "Migrating", link: "/guide/migrating" },
        ],
      },
      { text: "Conformance", link: "/conformance" },
      { text: "Tested frameworks", link: "/tested-frameworks" },
      {
        text: "API",
        link: "/api/",
        items: api.map(({ text, link }) => ({ text: text.replace("@mynth-webhooks/", ""), link })),
      },
    ],
  },
});
