import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { PageHeader } from "../../ui/layout/page-header.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("errors.notFoundTitle")} />
      <Sheet>
        <EmptyState
          icon={IconMapOff}
          text={t("errors.notFoundText")}
          action={
            <Button component={Link} to="/" variant="default" size="xs">
              {t("errors.goHome")}
            </Button>
          }
        />
      </Sheet>
    </>
  );
}
