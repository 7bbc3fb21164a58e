import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const router = process.env.CARECONNECT_URL ?? "http://localhost:4000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    sourcemap: "hidden",
    manifest: true,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // What every page needs from the beginning is one chunk: apart, its parts compress worse.
        codeSplitting: {
          groups: [
            {
              name: "first",
              tags: ["$initial"],
              // Documents go where they are used, although one module of the first chunk passes all of them on.
              test: (id) => !id.includes("/graphql/documents/"),
              includeDependenciesRecursively: false,
            },
          ],
        },
        // Identity's pages have the same font by its name.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".woff2")) ? "fonts/[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { proxy: { "/graphql": { target: router, ws: true }, "/session": router, "/oidc": router } },
  preview: { proxy: { "/graphql": { target: router, ws: true }, "/session": router, "/oidc": router } },
});
