import { Button } from "@mantine/core";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./restored-notice.module.css";

/** Says that what stands in the fields was written at another time, and how to begin anew. */
export function RestoredNotice({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={styles.notice}>
      {t("forms.restored")}
      <Button variant="subtle" size="compact-sm" onClick={onDiscard}>
        {t("forms.startAnew")}
      </Button>
    </div>
  );
}
