import { useMemo } from "react";
import { type TypedDocumentNode, useClient } from "urql";
import {
  type AppointmentCommandInput,
  type AppointmentRowFragment,
  CheckInAppointmentDocument,
  ConfirmAppointmentDocument,
  StartConsultationDocument,
} from "../../graphql/graphql.ts";
import { type AttemptKeys, createAttemptKeys } from "../../lib/graphql/attempt-key.ts";
import { type Outcome, sendCommand, type UserError } from "../../lib/graphql/command.ts";
import { pageTexts } from "../../lib/i18n/texts.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useLive } from "../../lib/live/live.ts";
import { useNotices } from "./use-notices.ts";

/** The commands that need no dialog. */
export function useQuickCommands() {
  const { t } = useTranslation();
  const client = useClient();
  const { changes } = useLive();
  const notices = useNotices();

  return useMemo(() => {
    const keys = { confirm: createAttemptKeys(), checkIn: createAttemptKeys(), start: createAttemptKeys() };

    async function tell(
      appointment: AppointmentRowFragment,
      outcome: Outcome<unknown>,
      done: () => void,
    ): Promise<void> {
      if (outcome.kind === "unknown") {
        notices.failed(t("commands.unknownQuick"));
        return;
      }
      // Refused or not, what the row showed is no longer sure.
      changes.changed(appointment.id);
      const [refusal] = outcome.kind === "refused" ? outcome.errors : [];
      if (refusal === undefined) {
        done();
      } else {
        const [{ refusalText }, texts] = await Promise.all([import("../../lib/graphql/refusal-text.ts"), pageTexts()]);
        notices.failed(refusalText(refusal, texts));
      }
    }

    async function send<Data, Payload extends { readonly userErrors: readonly UserError[] }>(
      attempts: AttemptKeys,
      document: TypedDocumentNode<Data, { input: AppointmentCommandInput }>,
      { id, version }: AppointmentRowFragment,
      select: (data: Data) => Payload | null,
    ): Promise<Outcome<Payload>> {
      const input = { id, expectedVersion: version };
      const outcome = await sendCommand(client, document, { ...input, idempotencyKey: attempts.keyFor(input) }, select);
      if (outcome.kind !== "unknown") {
        attempts.answered();
      }
      return outcome;
    }

    return {
      async confirm(row: AppointmentRowFragment): Promise<void> {
        const outcome = await send(keys.confirm, ConfirmAppointmentDocument, row, (data) => data.confirmAppointment);
        await tell(row, outcome, () => notices.confirmed(row.startsAt, row.patient?.fullName));
      },
      async checkIn(row: AppointmentRowFragment): Promise<void> {
        const outcome = await send(keys.checkIn, CheckInAppointmentDocument, row, (data) => data.checkInAppointment);
        await tell(row, outcome, () => notices.checkedIn(row.patient?.fullName));
      },
      async start(row: AppointmentRowFragment): Promise<void> {
        const outcome = await send(keys.start, StartConsultationDocument, row, (data) => data.startConsultation);
        await tell(row, outcome, () => notices.started(row.patient?.fullName));
      },
    };
  }, [t, client, changes, notices]);
}
