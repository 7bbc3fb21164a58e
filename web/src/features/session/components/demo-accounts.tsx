import { Loader } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../../ui/people/avatar.tsx";
import type { DemoAccount } from "../session-requests.ts";
import styles from "./demo-accounts.module.css";

interface DemoAccountsProps {
  readonly accounts: readonly DemoAccount[];
  /** The e-mail that is being signed in. */
  readonly pending: string | null;
  readonly onPick: (account: DemoAccount) => void;
}

/** One card for each account of the demo: a click signs in. */
export function DemoAccounts({ accounts, pending, onPick }: DemoAccountsProps) {
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
            {members.map((account) => {
              const role = account.roles.map((name) => t(`roles.${name}`)).join(", ");
              const name = account.displayName;
              return (
                <li key={account.email}>
                  <button
                    type="button"
                    className={styles.account}
                    disabled={pending !== null}
                    aria-label={t("signIn.demoAs", { name, role, organization: account.organization })}
                    onClick={() => onPick(account)}
                  >
                    <Avatar name={name} size={36} />
                    <span className={styles.who}>
                      <strong>{name}</strong>
                      <span>{role}</span>
                    </span>
                    {pending === account.email ? (
                      <Loader size={16} />
                    ) : (
                      <IconChevronRight size={16} aria-hidden className="mirror" />
                    )}
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </section>
  );
}
