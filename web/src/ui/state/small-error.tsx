import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./small-error.module.css";

/** A figure that could not be loaded, where there is no room for more. */
export function SmallError({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.error}>
      <span>{t("common.notAvailable")}</span>
      <button type="button" onClick={onRetry}>
        {t("common.retry")}
      </button>
    </div>
  );
}
