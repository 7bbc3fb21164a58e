import { useId } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { type DemoAccount, signInAddress } from "../session-requests.ts";
import styles from "./demo-accounts.module.css";

interface DemoAccountsProps {
  readonly accounts: readonly DemoAccount[];
  /** Where to go after signing in. */
  readonly wanted: string;
}

/** Who there is in the demo to sign in as: each begins the sign-in with their address filled in. */
export function DemoAccounts({ accounts, wanted }: DemoAccountsProps) {
  const { t, language } = useTranslation();
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
            {members.map((account) => (
              <li key={account.email}>
                <a href={signInAddress(wanted, language, account)} className={styles.account}>
                  <Avatar name={account.displayName} size={36} />
                  <span className={styles.who}>
                    <strong>{account.email}</strong>
                    <span>{account.roles.map((name) => t(`roles.${name}`)).join(", ")}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
