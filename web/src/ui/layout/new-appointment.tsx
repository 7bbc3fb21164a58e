import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type BookedPatient, useAppointmentControl } from "../../lib/appointment-control.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** Opens the booking dialog, for this patient if one is given. */
export function NewAppointment({ patient }: { patient?: BookedPatient }) {
  const { t } = useTranslation();
  const { book } = useAppointmentControl();
  return (
    <Button size="sm" leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={() => book(patient)}>
      {t("booking.new")}
    </Button>
  );
}
