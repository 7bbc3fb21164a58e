import { defineEntity, p } from "@mikro-orm/core";

/** What happened on one day of an organization's calendar; days without anything have no row. */
export const DailyMetricsRow = defineEntity({
  name: "DailyMetricsRow",
  tableName: "daily_metrics",
  properties: {
    organizationId: p.uuid().primary(),
    day: p.date().primary(),
    /** Those that start on it, whatever their status. */
    appointments: p.integer(),
    fulfilled: p.integer(),
    cancelled: p.integer(),
    /** Minor units of the organization's currency. */
    revenueAmount: p.bigint("number"),
  },
});
