import { SessionGate } from "../../features/session/components/session-gate.tsx";
import { AppointmentControlProvider } from "../appointment-control-provider.tsx";
import { Shell } from "./shell.tsx";
import { StartScreen } from "./start-screen.tsx";
import { Unreachable } from "./unreachable.tsx";

/** The app for whoever is signed in. */
export function GatedShell() {
  return (
    <SessionGate loading={<StartScreen />} failed={(retry) => <Unreachable onRetry={retry} />}>
      <AppointmentControlProvider>
        <Shell />
      </AppointmentControlProvider>
    </SessionGate>
  );
}
