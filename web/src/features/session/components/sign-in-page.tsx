import { Button } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { returnPath, type SignInReason, signInReason } from "../../../lib/return-path.ts";
import { BrandMark } from "../../../ui/brand-mark.tsx";
import { LanguageMenu } from "../../../ui/menu/language-menu.tsx";
import { type DemoAccount, demoAccounts, signInAddress } from "../session-requests.ts";
import { useUnfinishedSignOut } from "../use-unfinished-sign-out.ts";
import { DemoAccounts } from "./demo-accounts.tsx";
import { PitchPicture } from "./pitch-picture.tsx";
import styles from "./sign-in-page.module.css";

/** Nobody is signed in: why, and the way to identity's sign-in. It covers whatever was on the screen. */
export function SignInPage() {
  const { t, language } = useTranslation();
  const [search] = useSearchParams();
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  // Signing in again would find the session of whoever has left.
  const leaving = useUnfinishedSignOut();
  const reason = signInReason(search);
  const wanted = returnPath(search.get("return"));

  useEffect(() => {
    const controller = new AbortController();
    void demoAccounts(controller.signal).then((found) => {
      if (!controller.signal.aborted) {
        setAccounts(found);
      }
    });
    return () => controller.abort();
  }, []);

  return (
    <div className={styles.page}>
      <title>{`${t("signIn.title")} · ${t("brand")}`}</title>
      <aside className={styles.pitch}>
        <PitchPicture />
        <div className={styles.pitchText}>
          <p className={styles.pitchTitle}>{t("signIn.pitchTitle")}</p>
          <p>{t("signIn.pitchText")}</p>
          <ul>
            {(["first", "second", "third"] as const).map((point) => (
              <li key={point}>
                <IconCircleCheck size={20} stroke={1.7} aria-hidden />
                {t(`signIn.pitchPoints.${point}`)}
              </li>
            ))}
          </ul>
        </div>
      </aside>
      <main className={styles.main}>
        <div className={styles.panel}>
          <div className={styles.head}>
            <BrandMark />
            <LanguageMenu />
          </div>
          <div>
            <h1 className={styles.title}>{t("signIn.title")}</h1>
            <p className={styles.subtitle}>{t("signIn.subtitle")}</p>
          </div>
          {reason !== null && <Reason reason={reason} />}
          {leaving ? (
            <p role="status" className={styles.note}>
              <IconAlertCircle size={18} stroke={1.8} aria-hidden />
              {t("signIn.leaving")}
            </p>
          ) : (
            <Button component="a" href={signInAddress(wanted, language)} size="md">
              {t("signIn.submit")}
            </Button>
          )}
          {accounts.length > 0 && !leaving && <DemoAccounts accounts={accounts} wanted={wanted} />}
        </div>
      </main>
    </div>
  );
}

const failures: ReadonlySet<SignInReason> = new Set<SignInReason>(["denied", "expired", "unavailable"]);

function Reason({ reason }: { readonly reason: SignInReason }) {
  const { t } = useTranslation();
  return (
    <p role={failures.has(reason) ? "alert" : "status"} className={failures.has(reason) ? styles.alert : styles.note}>
      <IconAlertCircle size={18} stroke={1.8} aria-hidden />
      {t(`signIn.reasons.${reason}`)}
    </p>
  );
}
