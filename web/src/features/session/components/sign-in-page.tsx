import { Button, PasswordInput, TextInput } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { returnPath } from "../../../lib/return-path.ts";
import { useSessionControl } from "../../../lib/session-control.ts";
import { BrandMark } from "../../../ui/brand-mark.tsx";
import { type DemoAccount, demoAccounts, type SignInOutcome, signIn } from "../session-requests.ts";
import { DemoAccounts } from "./demo-accounts.tsx";
import { PitchPicture } from "./pitch-picture.tsx";
import styles from "./sign-in-page.module.css";

// The demo accounts' one password is public: the server prints it beside them.
const demoPassword = "careconnect";
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { restart } = useSessionControl();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);
  const [pending, setPending] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const controller = new AbortController();
    void demoAccounts(controller.signal).then((found) => {
      if (!controller.signal.aborted) {
        setAccounts(found);
      }
    });
    return () => controller.abort();
  }, []);

  const emailError =
    email.trim() === "" ? t("signIn.emailMissing") : emailPattern.test(email.trim()) ? null : t("signIn.emailWrong");
  const passwordError = password === "" ? t("signIn.passwordMissing") : null;

  async function enter(asEmail: string, withPassword: string): Promise<void> {
    setPending(asEmail);
    setOutcome(null);
    const result = await signIn(asEmail, withPassword);
    if (result.kind === "signed-in") {
      restart();
      await navigate(returnPath(search.get("next")), { replace: true });
      return;
    }
    setPending(null);
    setOutcome(result);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (emailError !== null) {
      emailField.current?.focus();
    } else if (passwordError !== null) {
      passwordField.current?.focus();
    } else {
      void enter(email.trim(), password);
    }
  }

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
          <BrandMark />
          <div>
            <h1 className={styles.title}>{t("signIn.title")}</h1>
            <p className={styles.subtitle}>{t("signIn.subtitle")}</p>
          </div>
          {outcome !== null && (
            <p role="alert" className={styles.alert}>
              <IconAlertCircle size={18} stroke={1.8} aria-hidden />
              <OutcomeText outcome={outcome} />
            </p>
          )}
          <form noValidate onSubmit={submit} className={styles.form}>
            <TextInput
              ref={emailField}
              type="email"
              name="email"
              autoComplete="username"
              size="md"
              label={t("signIn.email")}
              placeholder={t("signIn.emailPlaceholder")}
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={checked ? emailError : null}
            />
            <PasswordInput
              ref={passwordField}
              name="password"
              autoComplete="current-password"
              size="md"
              label={t("signIn.password")}
              maxLength={200}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={checked ? passwordError : null}
            />
            <Button
              type="submit"
              size="md"
              loading={pending !== null && pending === email.trim()}
              disabled={pending !== null}
            >
              {t("signIn.submit")}
            </Button>
          </form>
          {accounts.length > 0 && (
            <DemoAccounts
              accounts={accounts}
              pending={pending}
              onPick={(account) => void enter(account.email, demoPassword)}
            />
          )}
        </div>
      </main>
    </div>
  );
}

function OutcomeText({ outcome }: { outcome: SignInOutcome }) {
  const { t } = useTranslation();
  switch (outcome.kind) {
    case "limited":
      return outcome.seconds === null ? t("signIn.limitedUnknown") : t("signIn.limited", { seconds: outcome.seconds });
    case "unreachable":
      return t("signIn.unreachable");
    default:
      return t("signIn.invalid");
  }
}
