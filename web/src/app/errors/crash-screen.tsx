import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useState } from "react";
import { lastCorrelation } from "../../lib/graphql/correlation.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import styles from "./crash-screen.module.css";

/** What is shown instead of a page that broke. */
export function CrashScreen({ error }: { error: unknown }) {
  const { t } = useTranslation();
  // A page's code that cannot be fetched has nearly always been replaced by a newer release.
  const stale = error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);
  return (
    <div role="alert">
      <EmptyState
        icon={IconBug}
        title={t("errors.crashTitle")}
        text={stale ? t("errors.staleCodeText") : t("errors.crashText")}
        action={
          <div className={styles.actions}>
            <Button onClick={() => window.location.reload()}>{t("errors.reload")}</Button>
            {!stale && <CorrelationNumber />}
          </div>
        }
      />
    </div>
  );
}

/** The number by which whoever helps finds in the server's records what this browser did last. */
function CorrelationNumber() {
  const { t } = useTranslation();
  const [id] = useState(lastCorrelation);
  const [copied, setCopied] = useState(false);
  if (id === null) {
    return null;
  }
  return (
    <div className={styles.number}>
      <p>{t("errors.reference", { id })}</p>
      <Button
        variant="default"
        size="xs"
        onClick={() =>
          void navigator.clipboard.writeText(id).then(
            () => setCopied(true),
            () => undefined,
          )
        }
      >
        <span aria-live="polite">{copied ? t("errors.copied") : t("errors.copy")}</span>
      </Button>
    </div>
  );
}
