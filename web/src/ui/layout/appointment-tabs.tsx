import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { organizationWide, useViewer } from "../../lib/viewer.ts";
import { TabNav } from "./tab-nav.tsx";

/** Visits as a list, in a calendar, and those who wait for one. */
export function AppointmentTabs() {
  const { t } = useTranslation();
  const { roles } = useViewer();
  return (
    <TabNav
      label={t("shell.appointments")}
      tabs={[
        { to: "/appointments", label: t("appointments.list") },
        { to: "/calendar", label: t("shell.calendar") },
        ...(organizationWide(roles) ? [{ to: "/waitlist", label: t("shell.waitlist") }] : []),
      ]}
    />
  );
}
