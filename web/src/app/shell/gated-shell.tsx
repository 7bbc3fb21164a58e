import { useState } from "react";
import { Navigate, useLocation, useNavigate } from "react-router";
import { IdleGuard } from "../../features/session/components/idle-guard.tsx";
import { SessionGate } from "../../features/session/components/session-gate.tsx";
import { isLeaving, type SessionEnd } from "../../features/session/session-requests.ts";
import { forgetPeople } from "../../lib/device-memory.ts";
import { signInPath } from "../../lib/return-path.ts";
import { useSessionControl } from "../../lib/session-control.ts";
import { AppointmentControlProvider } from "../appointment-control-provider.tsx";
import { Shell } from "./shell.tsx";
import { StartScreen } from "./start-screen.tsx";
import { Unreachable } from "./unreachable.tsx";

/** The app for whoever is signed in. */
export function GatedShell() {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const { restart, forget } = useSessionControl();
  const [left] = useState(isLeaving);

  async function cover(reason: SessionEnd): Promise<void> {
    forget();
    forgetPeople();
    await navigate(signInPath(reason === "left" ? "/" : `${pathname}${search}`, reason), { replace: true });
    restart();
  }

  if (left) {
    return <Navigate to={signInPath("/", "left")} replace />;
  }
  return (
    <SessionGate loading={<StartScreen />} failed={(retry) => <Unreachable onRetry={retry} />}>
      <AppointmentControlProvider>
        <Shell />
      </AppointmentControlProvider>
      <IdleGuard onEnd={(reason) => void cover(reason)} />
    </SessionGate>
  );
}
