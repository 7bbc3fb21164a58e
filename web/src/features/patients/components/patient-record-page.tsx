import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { PatientRecord } from "./patient-record.tsx";

/** The record that the address names. */
export function PatientRecordPage() {
  const { t } = useTranslation();
  const { patientId = "" } = useParams();
  return <PatientRecord key={patientId} id={patientId} back={{ to: "/patients", label: t("patients.title") }} />;
}
