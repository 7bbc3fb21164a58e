import { useTranslation } from "../lib/i18n/use-translation.ts";
import styles from "./brand-mark.module.css";

/** The product's sign and name. */
export function BrandMark() {
  const { t } = useTranslation();
  return (
    <span className={styles.brand}>
      <img src="/favicon.svg" alt="" width={32} height={32} />
      {t("brand")}
    </span>
  );
}
