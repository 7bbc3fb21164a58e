import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../../ui/people/avatar.tsx";
import type { DemoAccount } from "../session-requests.ts";
import styles from "./demo-accounts.module.css";

/** Who there is in the demo to sign in as. */
export function DemoAccounts({ accounts }: { readonly accounts: readonly DemoAccount[] }) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        {t("signIn.demoTitle")}
      </h2>
      <p className={styles.text}>{t("signIn.demoText")}</p>
      {[...Map.groupBy(accounts, ({ organization }) => organization)].map(([organization, members]) => (
        <div key={organization} className={styles.group}>
          <h3 className={styles.organization}>{organization}</h3>
          <ul className={styles.list}>
            {members.map(({ email, displayName, roles }) => (
              <li key={email} className={styles.account}>
                <Avatar name={displayName} size={36} />
                <span className={styles.who}>
                  <strong>{email}</strong>
                  <span>{roles.map((name) => t(`roles.${name}`)).join(", ")}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
