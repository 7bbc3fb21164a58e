import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

const id = "connection";

/** Says when the browser loses its connection, and when it is back. */
export function useConnectionNotices(): void {
  const { t } = useTranslation();
  useEffect(() => {
    const lost = () => {
      notifications.hide(id);
      notifications.show({ id, color: "yellow", message: t("errors.offline"), autoClose: false });
    };
    const back = () => {
      notifications.hide(id);
      notifications.show({ id, color: "green", message: t("errors.online") });
    };
    window.addEventListener("offline", lost);
    window.addEventListener("online", back);
    return () => {
      window.removeEventListener("offline", lost);
      window.removeEventListener("online", back);
    };
  }, [t]);
}
