import { useParams } from "react-router";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { PatientRecord } from "./patient-record.tsx";

/** The record that the address names. */
export function PatientRecordPage() {
  const { t } = useTranslation();
  const { patientId = "" } = useParams();
  return <PatientRecord key={patientId} id={patientId} back={{ to: "/patients", label: t("patients.title") }} />;
}
