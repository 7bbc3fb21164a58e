import { ownedRow, type VisitType, Weekday } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { AvailabilityRow } from "./availability.entity.ts";

/** One interval of a template. Two of one day never overlap. */
export const WeeklyHoursRow = defineEntity({
  name: "WeeklyHoursRow",
  tableName: "weekly_hours",
  properties: {
    organizationId: ownedRow.organizationId,
    availabilityId: () =>
      p.manyToOne(AvailabilityRow).mapToPk().joinColumn("availability_id").deleteRule("cascade").primary(),
    day: p.enum(() => Weekday).primary(),
    /** Minutes past midnight on the clock of the provider's zone. */
    fromMinute: p.integer().primary(),
    /** Minutes past midnight; 1440 is the end of the day. */
    toMinute: p.integer(),
    /** Null for all. */
    visitTypes: p.array().columnType("text[]").$type<VisitType[] | null>().nullable(),
  },
  checks: [
    {
      name: "weekly_hours_interval_check",
      expression: "0 <= from_minute and from_minute < to_minute and to_minute <= 1440",
    },
    {
      name: "weekly_hours_visit_types_check",
      expression: "cardinality(visit_types) > 0 and visit_types <@ array['IN_PERSON', 'VIDEO', 'PHONE']",
    },
    {
      name: "weekly_hours_overlap",
      expression: "exclude using gist (availability_id with =, day with =, int4range(from_minute, to_minute) with &&)",
    },
  ],
});

export type WeeklyHoursRow = InferEntity<typeof WeeklyHoursRow>;
