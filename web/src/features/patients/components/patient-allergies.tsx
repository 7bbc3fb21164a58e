import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge } from "../../../ui/status/badge.tsx";
import styles from "./patient-head.module.css";
import type { HeadPatient } from "./patient-page.tsx";

/** What the patient must not be given, on each part of their page; nothing for whoever may not know. */
export function PatientAllergies({ allergies }: Pick<HeadPatient, "allergies">) {
  const { t } = useTranslation("record");
  const title = useId();
  if (allergies === null) {
    return null;
  }
  const active = allergies.filter(({ status }) => status === "ACTIVE");
  if (active.length === 0) {
    return <p className={`${styles.allergies} ${styles.none}`}>{t("noAllergies")}</p>;
  }
  return (
    <div className={styles.allergies}>
      <span id={title} className={styles.title}>
        <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
        {t("allergies.title")}
      </span>
      <ul aria-labelledby={title}>
        {active.map(({ id, display, criticality }) => (
          <li key={id}>
            <Badge
              tone={criticality === "HIGH" ? "red" : "amber"}
              label={criticality === "HIGH" ? t("allergyHigh", { name: display }) : display}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
