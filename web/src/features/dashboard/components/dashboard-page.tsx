import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { PatientDashboard } from "./patient-dashboard.tsx";
import { StaffDashboard } from "./staff-dashboard.tsx";

/** Staff see their clinic; patients see their own care. */
export function DashboardPage() {
  return audienceOf(useViewer().roles) === "staff" ? <StaffDashboard /> : <PatientDashboard />;
}
