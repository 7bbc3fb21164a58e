import { Select } from "@mantine/core";
import { useState } from "react";
import {
  MedicationRequestStatus,
  PatientPrescriptionsDocument,
  type PatientPrescriptionsQuery,
} from "../../../graphql/graphql.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { MoreButton } from "../../../ui/table/more-button.tsx";
import { PrescriptionList } from "./prescription-list.tsx";

const selectPrescriptions = (data: PatientPrescriptionsQuery) => data.patient?.medicationRequests ?? null;
const statuses = Object.values(MedicationRequestStatus);

/** What was prescribed for the patient. */
export function PrescriptionsTab() {
  const { t } = useTranslation("record");
  const { id, fullName } = useOpenPatient();
  const [status, setStatus] = useState<MedicationRequestStatus | null>(null);
  const pages = usePages(
    PatientPrescriptionsDocument,
    { id, filter: status === null ? null : { status } },
    selectPrescriptions,
  );
  useReturnRefresh(pages.refresh);
  return (
    <Stack>
      <Select
        style={{ justifySelf: "start" }}
        aria-label={t("prescriptions.status")}
        placeholder={t("prescriptions.anyStatus")}
        clearable
        value={status}
        onChange={(value) => setStatus(statuses.find((name) => name === value) ?? null)}
        data={statuses.map((name) => ({ value: name, label: t(`prescriptions.statuses.${name}`) }))}
      />
      <Answered
        value={pages.totalCount === null || !pages.current ? null : pages.rows}
        fetching={pages.loading || !pages.current}
        onRetry={pages.retry}
        skeleton={[280]}
      >
        {(prescriptions) => (
          <PrescriptionList
            title={t("parts.prescriptions")}
            patient={{ id, name: fullName }}
            appointmentId={null}
            prescriptions={prescriptions}
            foot={<MoreButton pages={pages} />}
            onChanged={pages.refresh}
          />
        )}
      </Answered>
    </Stack>
  );
}
