import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const router = process.env.CARECONNECT_URL ?? "http://localhost:4000";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2023", sourcemap: true, chunkSizeWarningLimit: 800 },
  server: { proxy: { "/graphql": { target: router, ws: true }, "/session": router, "/oidc": router } },
  preview: { proxy: { "/graphql": { target: router, ws: true }, "/session": router, "/oidc": router } },
});
