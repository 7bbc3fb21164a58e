import "@fontsource-variable/inter/wght.css";
import "./ui/theme/tokens.css";
import "./ui/theme/mantine.css";
import "./ui/theme/base.css";
import "./lib/i18n/setup.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has lost its #root element.");
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
