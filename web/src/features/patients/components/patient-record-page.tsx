import { useParams } from "react-router";
import { PatientPage } from "./patient-page.tsx";

/** A patient of the clinic. */
export function PatientRecordPage() {
  const { patientId = "" } = useParams();
  return <PatientPage key={patientId} id={patientId} base={`/patients/${patientId}`} />;
}
