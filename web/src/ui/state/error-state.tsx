import { Button } from "@mantine/core";
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useConnection } from "../../lib/live/live.ts";
import styles from "./message-state.module.css";

interface ErrorStateProps {
  readonly title?: string;
  readonly text?: string;
  readonly onRetry: () => void;
  /** On pages that already say once that something is missing, each part need not be read out too. */
  readonly quiet?: boolean;
}

/** A part of the page that could not be loaded, or without a network was never kept, with a way to try again. */
export function ErrorState({ title, text, onRetry, quiet = false }: ErrorStateProps) {
  const { t } = useTranslation();
  const why = useConnection() === "offline" ? "notKept" : "section";
  return (
    <div role={quiet ? undefined : "alert"} className={styles.state}>
      <div className={`${styles.icon} ${styles.warning}`}>
        <IconPlugConnectedX size={22} stroke={1.7} aria-hidden />
      </div>
      <p className={styles.title}>{title ?? t(`errors.${why}Title`)}</p>
      <p className={styles.text}>{text ?? t(`errors.${why}Text`)}</p>
      <div className={styles.action}>
        <Button variant="default" size="xs" leftSection={<IconRefresh size={15} aria-hidden />} onClick={onRetry}>
          {t("common.retry")}
        </Button>
      </div>
    </div>
  );
}
