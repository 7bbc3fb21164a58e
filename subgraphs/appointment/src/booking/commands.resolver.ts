import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import {
  bookAppointment,
  cancelAppointment,
  checkInAppointment,
  confirmAppointment,
  holdAppointment,
  overbookAppointment,
  rescheduleAppointment,
} from "./booking.commands.ts";
import type { AppointmentRow } from "./booking.entity.ts";
import {
  AppointmentCommandInput,
  BookAppointmentInput,
  CancelAppointmentInput,
  HoldAppointmentInput,
  OverbookAppointmentInput,
  RescheduleAppointmentInput,
} from "./booking.input.ts";
import {
  BookAppointmentPayload,
  CancelAppointmentPayload,
  CheckInAppointmentPayload,
  ConfirmAppointmentPayload,
  HoldAppointmentPayload,
  OverbookAppointmentPayload,
  RescheduleAppointmentPayload,
} from "./booking.payload.ts";
import { rereadAppointment } from "./booking.service.ts";

interface AppointmentPayload {
  readonly appointment: AppointmentRow | null;
  readonly userErrors: readonly UserError[];
}

/** The appointment is read anew, so that a replayed answer shows what may be seen now. */
async function appointmentPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<AppointmentPayload> {
  const { id, userErrors } = await command;
  return { appointment: id === null ? null : await rereadAppointment(context, id), userErrors };
}

@Resolver()
export class CommandsResolver {
  @Mutation(() => BookAppointmentPayload, {
    nullable: true,
    description:
      "Books a visit. SLOT_TAKEN when the provider's time is taken, PATIENT_BUSY when the patient's is, PROVIDER_FULL when the provider has enough for the day; for a patient also TOO_SOON and TOO_FAR_AHEAD.",
  })
  bookAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => BookAppointmentInput, { description: "Who, when and how." }) input: BookAppointmentInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, bookAppointment(context, input));
  }

  @Mutation(() => OverbookAppointmentPayload, {
    nullable: true,
    description:
      "Books a visit although its provider has another one then, or enough for the day, for a reason; PATIENT_BUSY when the patient's time is taken.",
  })
  overbookAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => OverbookAppointmentInput, { description: "Who, when, how and why." })
    input: OverbookAppointmentInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, overbookAppointment(context, input));
  }

  @Mutation(() => HoldAppointmentPayload, {
    nullable: true,
    description:
      "Holds a time for a visit that is not certain yet: REQUESTED until `confirmAppointment`. At `holdExpiresAt` its time is free, and within 15 seconds it is CANCELLED by itself; every command about it is HOLD_EXPIRED from then on. Refused as `bookAppointment` is. Repeated with the same key it answers with the visit as it is by then: the hold may have expired.",
  })
  holdAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => HoldAppointmentInput, { description: "Who, when, how and for how long." })
    input: HoldAppointmentInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, holdAppointment(context, input));
  }

  @Mutation(() => RescheduleAppointmentPayload, {
    nullable: true,
    description:
      "Moves a visit that is BOOKED or CONFIRMED to another time; it keeps the old one when that is refused.",
  })
  rescheduleAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => RescheduleAppointmentInput, { description: "Which, and to when." })
    input: RescheduleAppointmentInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, rescheduleAppointment(context, input));
  }

  @Mutation(() => CancelAppointmentPayload, {
    nullable: true,
    description: "Calls a visit off; its time is free again.",
  })
  cancelAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => CancelAppointmentInput, { description: "Which, and why." }) input: CancelAppointmentInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, cancelAppointment(context, input));
  }

  @Mutation(() => ConfirmAppointmentPayload, {
    nullable: true,
    description:
      "Confirms a visit that is BOOKED, or REQUESTED and held still (HOLD_EXPIRED otherwise) while its patient and provider can be booked: PATIENT_ARCHIVED, PROVIDER_INACTIVE or PROVIDER_NOT_LICENSED when they cannot any more.",
  })
  confirmAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => AppointmentCommandInput, { description: "Which." }) input: AppointmentCommandInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, confirmAppointment(context, input));
  }

  @Mutation(() => CheckInAppointmentPayload, {
    nullable: true,
    description:
      "Notes that the patient has arrived for a visit that is BOOKED, CONFIRMED or NO_SHOW; NOT_ITS_DAY before the day of the visit begins where its provider is, unless it starts within the hour.",
  })
  checkInAppointment(
    @Ctx() context: RequestContext,
    @Arg("input", () => AppointmentCommandInput, { description: "Which." }) input: AppointmentCommandInput,
  ): Promise<AppointmentPayload> {
    return appointmentPayload(context, checkInAppointment(context, input));
  }
}
