import { ownedRow, type VisitType } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import { AvailabilityExceptionKind } from "./exception.kind.ts";

/** Days on which a provider's hours are not those of the week: on each of them the whole day, or the same part of it. */
export const AvailabilityExceptionRow = defineEntity({
  name: "AvailabilityExceptionRow",
  tableName: "availability_exception",
  properties: {
    ...ownedRow,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id").deleteRule("cascade"),
    kind: p.enum(() => AvailabilityExceptionKind),
    /** Days in the provider's zone, the last one included. */
    fromDay: p.date(),
    toDay: p.date(),
    /** Minutes past midnight on the clock of the provider's zone, 1440 for its end; null for whole days. */
    fromMinute: p.integer().$type<number | null>().nullable(),
    toMinute: p.integer().$type<number | null>().nullable(),
    /** What extra hours are for; null for all. */
    visitTypes: p.array().columnType("text[]").$type<VisitType[] | null>().nullable(),
  },
  indexes: [{ properties: ["organizationId", "providerId", "toDay"] }],
  checks: [
    { name: "availability_exception_days_check", expression: "from_day <= to_day" },
    {
      name: "availability_exception_minutes_check",
      expression: `(from_minute is null) = (to_minute is null)
        and 0 <= from_minute and from_minute < to_minute and to_minute <= 1440`,
    },
    {
      name: "availability_exception_visit_types_check",
      expression: "cardinality(visit_types) > 0 and visit_types <@ array['IN_PERSON', 'VIDEO', 'PHONE']",
    },
    {
      name: "availability_exception_parts_check",
      expression: `case kind when 'LEAVE' then visit_types is null else from_minute is not null end`,
    },
  ],
});

export type AvailabilityExceptionRow = InferEntity<typeof AvailabilityExceptionRow>;
