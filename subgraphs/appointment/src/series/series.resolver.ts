import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import { bookAppointmentSeries, cancelAppointmentSeries, changeAppointmentSeries } from "./series.commands.ts";
import type { SeriesRow } from "./series.entity.ts";
import { listSeriesVisits, previewSeries, previewSeriesChange, seriesById } from "./series.service.ts";
import {
  AppointmentSeries,
  AppointmentSeriesChangePreviewInput,
  AppointmentSeriesPreviewInput,
  BookAppointmentSeriesInput,
  BookAppointmentSeriesPayload,
  CancelAppointmentSeriesInput,
  CancelAppointmentSeriesPayload,
  ChangeAppointmentSeriesInput,
  ChangeAppointmentSeriesPayload,
  SeriesOccurrence,
} from "./series.type.ts";

interface SeriesPayload {
  readonly appointmentSeries: SeriesRow | null;
  readonly userErrors: readonly UserError[];
}

async function seriesPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<SeriesPayload> {
  const { id, userErrors } = await command;
  return { appointmentSeries: id === null ? null : await seriesById(context).clear(id).load(id), userErrors };
}

@Resolver(() => AppointmentSeries)
export class SeriesResolver {
  @Query(() => [SeriesOccurrence], {
    nullable: true,
    description: "The visits that a rule comes to, and which of them cannot be, 100 at most; nothing is booked.",
  })
  appointmentSeriesPreview(
    @Ctx() context: RequestContext,
    @Arg("input", () => AppointmentSeriesPreviewInput, { description: "Who, when and how." })
    input: AppointmentSeriesPreviewInput,
  ): Promise<SeriesOccurrence[]> {
    return previewSeries(context, input);
  }

  @Query(() => [SeriesOccurrence], {
    nullable: true,
    description:
      "The visits that another rule for a series comes to, and which of them cannot be, 100 at most; nothing is changed.",
  })
  appointmentSeriesChangePreview(
    @Ctx() context: RequestContext,
    @Arg("input", () => AppointmentSeriesChangePreviewInput, { description: "Which, and by which rule." })
    input: AppointmentSeriesChangePreviewInput,
  ): Promise<SeriesOccurrence[]> {
    return previewSeriesChange(context, input);
  }

  @FieldResolver(() => [Appointment], {
    nullable: true,
    description: "Its visits, whatever became of them, in the order in which they start; 100 at most.",
  })
  appointments(@Ctx() context: RequestContext, @Root() row: SeriesRow): Promise<AppointmentRow[]> {
    return listSeriesVisits(context, row.id);
  }

  @Mutation(() => BookAppointmentSeriesPayload, {
    nullable: true,
    description: "Books visits by a rule, all of them or none: `userErrors` names each that cannot be.",
  })
  bookAppointmentSeries(
    @Ctx() context: RequestContext,
    @Arg("input", () => BookAppointmentSeriesInput, { description: "Who, when and how." })
    input: BookAppointmentSeriesInput,
  ): Promise<SeriesPayload> {
    return seriesPayload(context, bookAppointmentSeries(context, input));
  }

  @Mutation(() => ChangeAppointmentSeriesPayload, {
    nullable: true,
    description: "Gives visits of a series another rule, all of them or none: `userErrors` names each that cannot be.",
  })
  changeAppointmentSeries(
    @Ctx() context: RequestContext,
    @Arg("input", () => ChangeAppointmentSeriesInput, { description: "Which, and by which rule." })
    input: ChangeAppointmentSeriesInput,
  ): Promise<SeriesPayload> {
    return seriesPayload(context, changeAppointmentSeries(context, input));
  }

  @Mutation(() => CancelAppointmentSeriesPayload, {
    nullable: true,
    description: "Calls visits of a series off, as far as they are to come.",
  })
  cancelAppointmentSeries(
    @Ctx() context: RequestContext,
    @Arg("input", () => CancelAppointmentSeriesInput, { description: "Which, and why." })
    input: CancelAppointmentSeriesInput,
  ): Promise<SeriesPayload> {
    return seriesPayload(context, cancelAppointmentSeries(context, input));
  }
}

@Resolver(() => Appointment)
export class AppointmentSeriesResolver {
  @FieldResolver(() => AppointmentSeries, {
    nullable: true,
    description: "The series in which it was booked; null for a visit of its own.",
  })
  async series(@Ctx() context: RequestContext, @Root() row: AppointmentRow): Promise<SeriesRow | null> {
    return row.seriesId ? seriesById(context).load(String(row.seriesId)) : null;
  }
}
