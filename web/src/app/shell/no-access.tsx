import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/layout/page-header.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";

export function NoAccess() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("errors.noAccessTitle")} />
      <Sheet>
        <EmptyState icon={IconLock} text={t("errors.noAccessText")} />
      </Sheet>
    </>
  );
}
