import { useTranslation } from "react-i18next";
import { SessionGate } from "../../features/session/components/session-gate.tsx";
import { ErrorState } from "../../ui/state/error-state.tsx";
import { AppointmentControlProvider } from "../appointment-control-provider.tsx";
import { Shell } from "./shell.tsx";
import { StartScreen } from "./start-screen.tsx";

/** The app for whoever is signed in. */
export function GatedShell() {
  const { t } = useTranslation();
  return (
    <SessionGate
      loading={<StartScreen />}
      failed={(retry) => (
        <main>
          <ErrorState title={t("errors.pageTitle")} text={t("errors.pageText")} onRetry={retry} />
        </main>
      )}
    >
      <AppointmentControlProvider>
        <Shell />
      </AppointmentControlProvider>
    </SessionGate>
  );
}
