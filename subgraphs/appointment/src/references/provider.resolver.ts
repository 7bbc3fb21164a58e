import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { listUpcoming } from "../booking/booking.service.ts";
import { AppointmentConnection } from "../booking/booking.type.ts";
import { Provider } from "./provider.type.ts";

@Resolver(() => Provider)
export class ProviderResolver {
  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description:
      "The provider's appointments that are still to come or under way, the next one first; for a patient, only their own.",
  })
  upcomingAppointments(
    @Ctx() context: RequestContext,
    @Root() provider: Provider,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<AppointmentRow> | null {
    return listUpcoming(context, { key: "providerId", id: provider.id }, page);
  }
}
