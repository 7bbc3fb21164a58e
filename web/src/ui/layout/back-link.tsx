import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
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
