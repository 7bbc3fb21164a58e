import { CloseButton } from "@mantine/core";
import { AppointmentPatientNameDocument } from "../../../graphql/graphql.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FilterChip } from "../../../ui/table/filter-chip.tsx";

/** Says that the list is about one patient only, and takes that back. */
export function PatientFilterChip({ patientId, onRemove }: { patientId: string; onRemove: () => void }) {
  const { t } = useTranslation();
  const { data, current } = useAnswer({ query: AppointmentPatientNameDocument, variables: { id: patientId } });
  const name = (current && data?.patient?.fullName) || t("person.hidden");
  return (
    <FilterChip label={t("appointments.onlyPatient", { name })}>
      <CloseButton size="xs" aria-label={t("appointments.removeFilter", { name })} onClick={onRemove} />
    </FilterChip>
  );
}
