import { Loader } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import styles from "./start-screen.module.css";

const retryMilliseconds = 5_000;

/** The server does not answer: says so, and goes on as soon as it does. */
export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setInterval(onRetry, retryMilliseconds);
    window.addEventListener("online", onRetry);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", onRetry);
    };
  }, [onRetry]);
  return (
    <main className={styles.screen}>
      <BrandMark />
      <div role="status" className={styles.unreachable}>
        <h1>{t("errors.unreachableTitle")}</h1>
        <p>{t("errors.unreachableText")}</p>
      </div>
      <Loader type="dots" />
    </main>
  );
}
