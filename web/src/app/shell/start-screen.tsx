import { Loader } from "@mantine/core";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import styles from "./start-screen.module.css";

/** The moment before it is known who is signed in. */
export function StartScreen() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")} className={styles.screen}>
      <BrandMark />
      <Loader type="dots" />
    </div>
  );
}
