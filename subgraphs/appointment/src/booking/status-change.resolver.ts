import { FieldResolver, Resolver, Root } from "type-graphql";
import { isAutomatic } from "./status-change.cause.ts";
import type { AppointmentStatusChangeRow } from "./status-change.entity.ts";
import { AppointmentStatusChange } from "./status-change.type.ts";

@Resolver(() => AppointmentStatusChange)
export class StatusChangeResolver {
  @FieldResolver(() => Boolean, {
    description: "Whether the system did it by itself at its time: then `cause` says why, and nobody called for it.",
  })
  automatic(@Root() { cause }: AppointmentStatusChangeRow): boolean {
    return isAutomatic(cause);
  }
}
