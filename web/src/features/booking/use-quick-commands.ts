import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useClient } from "urql";
import {
  type AppointmentRowFragment,
  CheckInAppointmentDocument,
  ConfirmAppointmentDocument,
} from "../../graphql/graphql.ts";
import { createAttemptKeys } from "../../lib/graphql/attempt-key.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import { useLive } from "../../lib/live/live.ts";
import { refusalText } from "./refusals.ts";
import { useNotices } from "./use-notices.ts";

/** The commands that need no dialog. */
export function useQuickCommands() {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const notices = useNotices();

  return useMemo(() => {
    const keys = { confirm: createAttemptKeys(), checkIn: createAttemptKeys() };

    function tell(appointment: AppointmentRowFragment, outcome: Outcome<unknown>, done: () => void): void {
      if (outcome.kind === "unknown") {
        notices.failed(t("booking.unknownQuick"));
        return;
      }
      // Refused or not, what the row showed is no longer sure.
      changes.changed(appointment.id);
      const [refusal] = outcome.kind === "refused" ? outcome.errors : [];
      if (refusal === undefined) {
        done();
      } else {
        notices.failed(refusalText(refusal, t));
      }
    }

    const inputOf = ({ id, version }: AppointmentRowFragment) => ({ id, expectedVersion: version });
    return {
      async confirm(appointment: AppointmentRowFragment): Promise<void> {
        const input = inputOf(appointment);
        const outcome = await sendCommand(
          client,
          ConfirmAppointmentDocument,
          { ...input, idempotencyKey: keys.confirm.keyFor(input) },
          ({ confirmAppointment }) => confirmAppointment,
        );
        if (outcome.kind !== "unknown") {
          keys.confirm.answered();
        }
        tell(appointment, outcome, () => notices.confirmed(appointment.startsAt, appointment.patient?.fullName));
      },
      async checkIn(appointment: AppointmentRowFragment): Promise<void> {
        const input = inputOf(appointment);
        const outcome = await sendCommand(
          client,
          CheckInAppointmentDocument,
          { ...input, idempotencyKey: keys.checkIn.keyFor(input) },
          ({ checkInAppointment }) => checkInAppointment,
        );
        if (outcome.kind !== "unknown") {
          keys.checkIn.answered();
        }
        tell(appointment, outcome, () => notices.checkedIn(appointment.patient?.fullName));
      },
    };
  }, [t, client, changes, notices]);
}
