import type { CommandContext, UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { takeOwnStep } from "../booking/booking.step.ts";

const { REQUESTED, BOOKED, CONFIRMED } = AppointmentStatus;

/**
 * Calls off what is to come of patients who are erased: it was booked in the moment in which they were archived, before that was
 * known here, and would be nobody's visit.
 */
export async function releaseVisitsOf(
  unit: UnitOfWork,
  patientIds: readonly string[],
  context: CommandContext,
): Promise<void> {
  const visits = await unit.em.find(
    AppointmentRow,
    {
      patientId: { $in: [...patientIds] },
      status: { $in: [REQUESTED, BOOKED, CONFIRMED] },
      endsAt: { $gt: new Date() },
    },
    { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  for (const visit of visits) await takeOwnStep("releaseErased", unit, context, visit);
}
