import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const router = process.env.CARECONNECT_URL ?? "http://localhost:4000";

// Documents go where they are used, although one module of the first chunk passes all of them on.
const isShared = (id: string) => !id.includes("/graphql/documents/");

// Not "/sessions", which is a page of the app.
const proxy = { "/graphql": { target: router, ws: true }, "^/session(/|$|\\?)": router, "/oidc": router };

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    sourcemap: "hidden",
    manifest: true,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the app begins with, and what its pages share: in many small files it would compress worse, and wait in line.
            { name: "first", tags: ["$initial"], test: isShared, includeDependenciesRecursively: false },
            { name: "pages", minShareCount: 4, test: isShared, includeDependenciesRecursively: false },
          ],
        },
        // Identity's pages have the same font by its name.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".woff2")) ? "fonts/[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});
