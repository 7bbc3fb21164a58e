import { greetingName } from "../../../lib/format/person-name.ts";
import { hourInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";

/** "Good morning, Dr. Haddad", by the clinic's clock. */
export function useGreeting(now: Date): string {
  const { t } = useTranslation();
  const { displayName, organization } = useViewer();
  const hour = hourInZone(now, organization.timeZone);
  const name = greetingName(displayName);
  if (hour >= 5 && hour < 12) {
    return t("dashboard.morning", { name });
  }
  return hour >= 12 && hour < 18 ? t("dashboard.afternoon", { name }) : t("dashboard.evening", { name });
}
