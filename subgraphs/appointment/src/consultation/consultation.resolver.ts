import type { RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { AppointmentCommandInput } from "../booking/booking.input.ts";
import { Appointment } from "../booking/booking.type.ts";
import { completeConsultation, startConsultation } from "./consultation.commands.ts";
import { CompleteConsultationInput } from "./consultation.input.ts";
import type { ConsultationState } from "./consultation.loader.ts";
import { CompleteConsultationPayload, StartConsultationPayload } from "./consultation.payload.ts";
import { readConsultation, readVisitOf, rereadConsultation } from "./consultation.service.ts";
import { summaryOf } from "./consultation.summary.ts";
import { Consultation, EncounterSummary } from "./consultation.type.ts";

interface ConsultationPayload {
  readonly consultation: ConsultationState | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => Consultation)
export class ConsultationResolver {
  @Query(() => Consultation, {
    nullable: true,
    description:
      "What happens in a visit; null before it starts unless it is by video, and of a visit that is out of the viewer's reach. FORBIDDEN to those who read no consultations at all, as the front desk; `Appointment.consultation` is null to them.",
  })
  consultation(
    @Ctx() context: RequestContext,
    @Arg("appointmentId", () => ID, { description: "The appointment's id." }) appointmentId: string,
  ): Promise<ConsultationState | null> {
    return readConsultation(context, appointmentId);
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit." })
  appointment(@Ctx() context: RequestContext, @Root() row: ConsultationState): Promise<AppointmentRow | null> {
    return readVisitOf(context, row);
  }

  @FieldResolver(() => EncounterSummary, {
    nullable: true,
    description: "What was found and decided; null until the visit is completed.",
  })
  summary(@Root() row: ConsultationState): EncounterSummary | null {
    return summaryOf(row);
  }

  @Mutation(() => StartConsultationPayload, {
    nullable: true,
    description:
      "Begins a visit that is BOOKED, CONFIRMED or CHECKED_IN; TOO_EARLY when it is to start in more than an hour.",
  })
  async startConsultation(
    @Ctx() context: RequestContext,
    @Arg("input", () => AppointmentCommandInput, { description: "Which." }) input: AppointmentCommandInput,
  ): Promise<ConsultationPayload> {
    const { id, userErrors } = await startConsultation(context, input);
    return { consultation: id === null ? null : await rereadConsultation(context, id), userErrors };
  }

  @Mutation(() => CompleteConsultationPayload, {
    nullable: true,
    description: "Ends a visit that is IN_PROGRESS, with its summary.",
  })
  async completeConsultation(
    @Ctx() context: RequestContext,
    @Arg("input", () => CompleteConsultationInput, { description: "Which, and what came of it." })
    input: CompleteConsultationInput,
  ): Promise<ConsultationPayload> {
    const { id, userErrors } = await completeConsultation(context, input);
    return { consultation: id === null ? null : await rereadConsultation(context, id), userErrors };
  }
}
