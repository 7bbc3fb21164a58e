import { Link } from "react-router";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./person-cell.module.css";

interface PersonCellProps {
  /** Null when the person's service is down or the viewer may not see them. */
  readonly name: string | null | undefined;
  readonly detail?: string | undefined;
  readonly to?: string | undefined;
  /** "wide" is with one where the screen has room for it. */
  readonly avatar?: boolean | "wide";
  /** The link's area covers the whole row that it stands in. */
  readonly stretched?: boolean;
}

/** A person in a table or list: avatar, name and a second line. */
export function PersonCell({ name, detail, to, avatar = true, stretched = false }: PersonCellProps) {
  const { t } = useTranslation();
  if (name === null || name === undefined) {
    return <span className={styles.missing}>{t("person.hidden")}</span>;
  }
  return (
    <div className={styles.cell}>
      {avatar !== false && (
        <span className={styles.avatar} data-wide={avatar === "wide" || undefined}>
          <Avatar name={name} />
        </span>
      )}
      <div className={styles.text}>
        {to === undefined ? (
          <span dir="auto" className={styles.name}>
            {name}
          </span>
        ) : (
          <Link dir="auto" to={to} className={`${styles.name} ${styles.link} ${stretched ? styles.stretched : ""}`}>
            {name}
          </Link>
        )}
        {detail !== undefined && (
          <span dir="auto" className={styles.detail}>
            {detail}
          </span>
        )}
      </div>
    </div>
  );
}
