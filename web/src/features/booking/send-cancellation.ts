import type { Client } from "@urql/core";
import {
  type AppointmentRowFragment,
  CancelAppointmentDocument,
  CancelAppointmentSeriesDocument,
  CancellationParty,
  type SeriesScope,
} from "../../graphql/graphql.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import type { Series } from "./series-of-visit.ts";
import { type Visits, visitsOutcome } from "./visits-outcome.ts";

/** What the clinic and the patient say about calling off. */
export interface Cancellation {
  readonly reason: string;
  /** Null: this visit alone. */
  readonly scope: SeriesScope | null;
  /** Null: whoever calls it off is the patient. */
  readonly onBehalfOf: CancellationParty | null;
  readonly waiveFee: boolean;
}

/** Calls the visit off, or with it what is to come of its series. */
export async function sendCancellation(
  client: Client,
  { id, version }: AppointmentRowFragment,
  series: Series | null,
  { reason, scope, onBehalfOf, waiveFee }: Cancellation,
  idempotencyKey: string,
): Promise<Outcome<Visits>> {
  const input = {
    ...{ id, reason, idempotencyKey },
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
    ...(onBehalfOf === CancellationParty.Patient && waiveFee ? { waiveFee } : {}),
  };
  if (series === null || scope === null) {
    const outcome = await sendCommand(
      client,
      CancelAppointmentDocument,
      { ...input, expectedVersion: version },
      ({ cancelAppointment }) => cancelAppointment,
    );
    return visitsOutcome(outcome, ({ appointment }) => (appointment === null ? [] : [appointment]));
  }
  const outcome = await sendCommand(
    client,
    CancelAppointmentSeriesDocument,
    { ...input, scope, expectedVersion: series.version },
    ({ cancelAppointmentSeries }) => cancelAppointmentSeries,
  );
  return visitsOutcome(outcome, ({ appointmentSeries }) => appointmentSeries?.appointments ?? []);
}
