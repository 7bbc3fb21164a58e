import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../lib/viewer.ts";
import { PageHeader } from "../../ui/layout/page-header.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";

/** Instead of a page, for whoever there is none for, and what they can do about it. */
export function NoAccess() {
  const { t } = useTranslation();
  const why = audienceOf(useViewer().roles) === "patient" ? "unlinked" : "noAccess";
  return (
    <>
      <PageHeader title={t(`errors.${why}Title`)} />
      <Sheet>
        <EmptyState icon={IconLock} text={t(`errors.${why}Text`)} />
      </Sheet>
    </>
  );
}
