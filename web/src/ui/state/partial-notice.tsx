import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./partial-notice.module.css";

/** Some of the page arrived and some did not. */
export function PartialNotice({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={styles.notice}>
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
      <span>{t("errors.partial")}</span>
      <Button variant="default" size="xs" onClick={onRetry}>
        {t("common.retry")}
      </Button>
    </div>
  );
}
