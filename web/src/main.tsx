import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/noto-sans-arabic/wght.css";
import "./ui/theme/tokens.css";
import "./ui/theme/mantine.css";
import "./ui/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { loadTexts } from "./lib/i18n/texts.ts";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has lost its #root element.");
}
await loadTexts("frame");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
