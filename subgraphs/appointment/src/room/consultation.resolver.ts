import { DateTime, type RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsultationState } from "../consultation/consultation.loader.ts";
import { readVisitOf } from "../consultation/consultation.service.ts";
import { Consultation } from "../consultation/consultation.type.ts";
import { hasRoom, opensAt } from "./room.hours.ts";
import { joinUrlOf } from "./room.service.ts";

@Resolver(() => Consultation)
export class ConsultationRoomResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Where the viewer goes to meet the other side by video: the visit's patient and its provider, each by a link of their own that expires. Null for everybody else, and while the room is not open.",
  })
  async joinUrl(@Ctx() context: RequestContext, @Root() row: ConsultationState): Promise<string | null> {
    const visit = await readVisitOf(context, row);
    return visit && joinUrlOf(context, visit);
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "From when on the visit's room is open; null when it has none: it is not by video, or over.",
  })
  async joinableFrom(@Ctx() context: RequestContext, @Root() row: ConsultationState): Promise<Date | null> {
    const visit = await readVisitOf(context, row);
    return visit && hasRoom(visit) ? opensAt(visit) : null;
  }
}
