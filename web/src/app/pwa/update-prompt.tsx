import { Button } from "@mantine/core";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { type CodeUpdates, takeOver } from "./code-updates.ts";
import styles from "./update-prompt.module.css";

/** Says that a newer version is ready. Nothing is reloaded under anybody's hands. */
export function UpdatePrompt({ updates }: { updates: CodeUpdates }) {
  const { t } = useTranslation();
  const waiting = useSyncExternalStore(updates.subscribe, updates.waiting);
  const [putOff, setPutOff] = useState<ServiceWorker | null>(null);
  if (waiting === null || waiting === putOff) {
    return null;
  }
  return (
    <aside role="status" className={styles.prompt}>
      <div>
        <strong>{t("update.title")}</strong>
        <p>{t("update.text")}</p>
      </div>
      <div className={styles.buttons}>
        <Button variant="default" size="xs" onClick={() => setPutOff(waiting)}>
          {t("update.later")}
        </Button>
        <Button size="xs" onClick={() => takeOver(waiting, navigator.serviceWorker)}>
          {t("update.now")}
        </Button>
      </div>
    </aside>
  );
}
