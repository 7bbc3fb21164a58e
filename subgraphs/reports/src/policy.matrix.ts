import type { PolicyMatrix } from "@careconnect/kit/testing";

/** Numbers of the organization, of no patient: whoever works there sees them. */
const clinic = {
  may: { ADMIN: "organization", STAFF: "organization", NURSE: "organization", PROVIDER: "organization" },
  ofNobody: true,
} as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.dashboardMetrics": clinic,
    "Query.dashboardTrend": clinic,
    "Subscription.dashboardMetricsChanged": clinic,
  },
  shown: {
    DashboardMetrics: ["asOf", "patients", "providers", "appointments", "revenue"],
    DailyMetrics: ["date", "appointments", "fulfilled", "cancelled", "revenue"],
    AppointmentSummary: ["total", "upcoming", "cancelled"],
    Money: ["amount", "currency"],
  },
};
