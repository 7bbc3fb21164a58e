import { MantineThemeProvider } from "@mantine/core";
import { type Notifications, notificationsStore } from "@mantine/notifications";
import { type ComponentType, useEffect, useMemo, useState } from "react";
import { useTranslation } from "../lib/i18n/use-translation.ts";

type Shelf = ComponentType<Parameters<typeof Notifications>[0]>;

/** What is said in passing. The code that shows it is loaded with the first notice: most pages never need it. */
export function Notices() {
  const { t } = useTranslation();
  const [Loaded, setLoaded] = useState<Shelf | null>(null);
  // The cross that closes a notice has no text.
  const named = useMemo(
    () => ({
      components: { Notification: { defaultProps: { closeButtonProps: { "aria-label": t("common.close") } } } },
    }),
    [t],
  );

  useEffect(() => {
    if (Loaded !== null) {
      return;
    }
    const load = () => {
      const { notifications, queue } = notificationsStore.getState();
      if (notifications.length + queue.length === 0) {
        return;
      }
      import("./notice-shelf.ts").then(
        ({ Notifications: shelf }) => setLoaded(() => shelf),
        // Without a network it may not be there: the next notice tries again, and what was said waits for it.
        () => undefined,
      );
    };
    window.addEventListener("online", load);
    const leave = notificationsStore.subscribe(load);
    return () => {
      window.removeEventListener("online", load);
      leave();
    };
  }, [Loaded]);

  return (
    Loaded && (
      <MantineThemeProvider theme={named}>
        <Loaded position="bottom-right" limit={3} autoClose={6_000} />
      </MantineThemeProvider>
    )
  );
}
