import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import styles from "./patient-facts.module.css";
import type { RecordedPatient } from "./patient-record.tsx";

export function PatientDetails({ patient }: { patient: RecordedPatient }) {
  const { t } = useTranslation();
  const format = useFormat();
  const none = t("common.notRecorded");
  const died = patient.deceasedDate;
  return (
    <Card title={t("patients.details")}>
      <Facts
        facts={[
          {
            label: t("patients.born"),
            value: patient.birthDate === null ? none : format.date(patient.birthDate, { dateStyle: "long" }),
          },
          ...(died === null ? [] : [{ label: t("patients.died"), value: format.date(died, { dateStyle: "long" }) }]),
          {
            label: t("patients.genderLabel"),
            value: patient.gender === null ? none : t(`person.gender.${patient.gender}`),
          },
          { label: t("patients.language"), value: languageName(patient.language, format.locale) ?? none },
          { label: t("patients.timeZone"), value: patient.timeZone?.replaceAll("_", " ") ?? none },
        ]}
      />
    </Card>
  );
}

export function PatientContact({ patient }: { patient: RecordedPatient }) {
  const { t } = useTranslation();
  const none = t("common.notRecorded");
  const { address, email, phone } = patient;
  const town = [address?.city, [address?.state, address?.postalCode].filter(Boolean).join(" ")].filter(Boolean);
  const lines = [address?.line, town.join(", "), address?.country].filter((line) => line !== null && line !== "");
  return (
    <Card title={t("patients.contact")}>
      <Facts
        facts={[
          { label: t("patients.phone"), value: phone === null ? none : <a href={`tel:${phone}`}>{phone}</a> },
          { label: t("patients.email"), value: email === null ? none : <a href={`mailto:${email}`}>{email}</a> },
          {
            label: t("patients.address"),
            value:
              address === null || lines.length === 0 ? none : <span className={styles.lines}>{lines.join("\n")}</span>,
          },
        ]}
      />
    </Card>
  );
}

// A tag that nobody knows is shown as it was recorded.
function languageName(tag: string | null, locale: string): string | null {
  if (tag === null || tag === "") {
    return null;
  }
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) {
      return tag;
    }
    throw error;
  }
}
