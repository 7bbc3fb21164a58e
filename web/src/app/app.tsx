import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { RouterProvider } from "react-router/dom";
import { cssVariablesResolver, theme } from "../ui/theme/theme.ts";
import { CrashBoundary } from "./errors/crash-boundary.tsx";
import { Notices } from "./notices.tsx";
import { router } from "./routes.tsx";

// The same key as in public/color-scheme.js, which sets the scheme before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: "careconnect-color-scheme" });

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <CrashBoundary>
        <Notices />
        <RouterProvider router={router} />
      </CrashBoundary>
    </MantineProvider>
  );
}
