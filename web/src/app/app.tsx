import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection } from "@mantine/core";
import { useEffect } from "react";
import { RouterProvider } from "react-router/dom";
import { languages } from "../lib/i18n/languages.ts";
import { useTranslation } from "../lib/i18n/use-translation.ts";
import { cssVariablesResolver, theme } from "../ui/theme/theme.ts";
import { CrashBoundary } from "./errors/crash-boundary.tsx";
import { Notices } from "./notices.tsx";
import { watchCode } from "./pwa/code-updates.ts";
import { UpdatePrompt } from "./pwa/update-prompt.tsx";
import { router } from "./routes.tsx";

// The same key as in public/color-scheme.js, which sets the scheme before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: "careconnect-color-scheme" });

// While developing, what is served is what was just written.
const updates = import.meta.env.PROD && "serviceWorker" in navigator ? watchCode(navigator.serviceWorker) : null;

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <DirectionProvider detectDirection={false}>
        <SpokenDirection />
        <CrashBoundary>
          <Notices />
          <RouterProvider router={router} />
          {updates !== null && <UpdatePrompt updates={updates} />}
        </CrashBoundary>
      </DirectionProvider>
    </MantineProvider>
  );
}

/** Mantine's parts are written in the direction of the language that is spoken. */
function SpokenDirection() {
  const { setDirection } = useDirection();
  const { direction } = languages[useTranslation().language];
  useEffect(() => setDirection(direction), [setDirection, direction]);
  return null;
}
