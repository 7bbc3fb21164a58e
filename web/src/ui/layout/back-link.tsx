import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { stepsBackTo } from "../../lib/trail.ts";
import styles from "./back-link.module.css";

/** Leads to the page above: to where it was left, with its filters and as far as it was scrolled, by whoever came from it. */
export function BackLink({ to, label }: { to: string; label: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Link
      to={to}
      className={styles.link}
      aria-label={t("common.backTo", { place: label })}
      onClick={(event) => {
        const steps = stepsBackTo(to);
        // With one of these another tab or window is wanted.
        if (steps !== null && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          void navigate(steps);
        }
      }}
    >
      <IconArrowLeft size={16} stroke={1.8} aria-hidden className="mirror" />
      {label}
    </Link>
  );
}
