import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { EmptyState } from "../../ui/state/empty-state.tsx";

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
        action={<Button onClick={() => window.location.reload()}>{t("errors.reload")}</Button>}
      />
    </div>
  );
}
