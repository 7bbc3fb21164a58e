import type { Client } from "@urql/core";
import {
  type AppointmentRowFragment,
  ChangeAppointmentSeriesDocument,
  RescheduleAppointmentDocument,
} from "../../graphql/graphql.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import type { Change } from "./change.schema.ts";
import { type Visits, visitsOutcome } from "./visits-outcome.ts";

/** Moves the visit, or gives what is to come of its series another rule. */
export async function sendChange(
  client: Client,
  { id, version }: AppointmentRowFragment,
  { slot, series }: Change,
  idempotencyKey: string,
): Promise<Outcome<Visits>> {
  if (series === null) {
    const outcome = await sendCommand(
      client,
      RescheduleAppointmentDocument,
      { id, startsAt: slot?.startsAt ?? "", expectedVersion: version, idempotencyKey },
      ({ rescheduleAppointment }) => rescheduleAppointment,
    );
    return visitsOutcome(outcome, ({ appointment }) => (appointment === null ? [] : [appointment]));
  }
  const outcome = await sendCommand(
    client,
    ChangeAppointmentSeriesDocument,
    { id, ...series, idempotencyKey },
    ({ changeAppointmentSeries }) => changeAppointmentSeries,
  );
  return visitsOutcome(outcome, ({ appointmentSeries }) => appointmentSeries?.appointments ?? []);
}
