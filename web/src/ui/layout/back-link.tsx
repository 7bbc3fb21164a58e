import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import styles from "./back-link.module.css";

export function BackLink({ to, label }: { to: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Link to={to} className={styles.link} aria-label={t("common.backTo", { place: label })}>
      <IconArrowLeft size={16} stroke={1.8} aria-hidden className="mirror" />
      {label}
    </Link>
  );
}
