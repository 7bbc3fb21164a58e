import { Loader } from "@mantine/core";
import { lazy, Suspense } from "react";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { StaffDashboard } from "./staff-dashboard.tsx";

// Most who come here are staff: they do not load what patients see.
const PatientDashboard = lazy(async () => ({ default: (await import("./patient-dashboard.tsx")).PatientDashboard }));

/** Staff see their clinic; patients see their own care. */
export function DashboardPage() {
  return audienceOf(useViewer().roles) === "staff" ? (
    <StaffDashboard />
  ) : (
    <Suspense fallback={<Loader type="dots" />}>
      <PatientDashboard />
    </Suspense>
  );
}
