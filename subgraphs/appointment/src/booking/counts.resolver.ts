import { AppointmentSummary, type RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { AppointmentFilter } from "./booking.type.ts";
import { countByDay, countByStatus, summarize } from "./counts.service.ts";
import { AppointmentDayCount, AppointmentStatusCount } from "./counts.type.ts";

@Resolver()
export class CountsResolver {
  @Query(() => AppointmentSummary, {
    nullable: true,
    description: "How many appointments the viewer may see: all, upcoming and cancelled.",
  })
  appointmentSummary(
    @Ctx() context: RequestContext,
    @Arg("filter", () => AppointmentFilter, { nullable: true, description: "Narrows what is counted." })
    filter: AppointmentFilter | null,
  ): Promise<AppointmentSummary> {
    return summarize(context, filter);
  }

  @Query(() => [AppointmentStatusCount], {
    nullable: true,
    description: "How many appointments the viewer may see in each status, every status once, in the order of a visit.",
  })
  appointmentStatusCounts(
    @Ctx() context: RequestContext,
    @Arg("filter", () => AppointmentFilter, { nullable: true, description: "Narrows what is counted." })
    filter: AppointmentFilter | null,
  ): Promise<AppointmentStatusCount[]> {
    return countByStatus(context, filter);
  }

  @Query(() => [AppointmentDayCount], {
    nullable: true,
    description: "How many appointments the viewer may see on each day of a window of 62 days at most, every day once.",
  })
  appointmentDayCounts(
    @Ctx() context: RequestContext,
    @Arg("filter", () => AppointmentFilter, {
      nullable: true,
      description: "Narrows what is counted; its `from` and `to` are required.",
    })
    filter: AppointmentFilter | null,
    @Arg("timeZone", () => String, {
      nullable: true,
      description: "The zone whose days are counted, by its IANA name, e.g. `America/New_York`: UTC unless told.",
    })
    timeZone: string | null,
  ): Promise<AppointmentDayCount[]> {
    return countByDay(context, filter, timeZone);
  }
}
