import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { PatientPage } from "./patient-page.tsx";

/** The signed-in patient's own record. */
export function OwnRecordPage() {
  const { t } = useTranslation();
  const { patientId } = useViewer();
  return patientId === null ? (
    <>
      <PageHeader title={t("shell.myRecord")} />
      <EmptyState title={t("patients.notFoundTitle")} text={t("patients.notFoundText")} />
    </>
  ) : (
    <PatientPage id={patientId} base="/record" own />
  );
}
