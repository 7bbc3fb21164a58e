import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient } from "urql";
import { RevokeSessionDocument, SessionsDocument, SignOutEverywhereDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { browserName } from "../browser-name.ts";
import { announceEnd, signOut } from "../session-requests.ts";
import styles from "./sessions-page.module.css";

/** Where the viewer is signed in, and the way to end it: one by one, or everywhere. */
export function SessionsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { data, fetching, retry } = useAnswer({ query: SessionsDocument, requestPolicy: "cache-and-network" });
  useReturnRefresh(retry);
  const [pending, setPending] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const sessions = data?.viewer?.sessions ?? null;

  async function leaveHere(): Promise<void> {
    await signOut();
    announceEnd("left");
  }

  async function end(id: string, current: boolean): Promise<void> {
    setPending(id);
    const outcome = await sendCommand(client, RevokeSessionDocument, { id }, (answer) => answer.revokeSession);
    setPending(null);
    if (outcome.kind !== "done") {
      notifications.show({ color: "red", message: t("sessions.failed") });
    } else if (current) {
      await leaveHere();
    } else {
      retry();
    }
  }

  async function endAll(): Promise<void> {
    setPending("all");
    const outcome = await sendCommand(client, SignOutEverywhereDocument, {}, (answer) => answer.signOutEverywhere);
    setPending(null);
    setAsking(false);
    if (outcome.kind === "done") {
      await leaveHere();
    } else {
      notifications.show({ color: "red", message: t("sessions.failed") });
    }
  }

  function name(userAgent: string | null): string {
    const known = browserName(userAgent);
    return known === null ? t("sessions.unknown") : t("sessions.browser", known);
  }

  const moment = (instant: string) => `${format.day(instant)}, ${format.time(instant)}`;

  return (
    <>
      <PageHeader
        title={t("sessions.title")}
        subtitle={t("sessions.subtitle")}
        actions={
          <Button color="red" variant="light" disabled={pending !== null} onClick={() => setAsking(true)}>
            {t("sessions.endAll")}
          </Button>
        }
      />
      <DialogFrame
        title={t("sessions.endAllTitle")}
        size={420}
        opened={asking}
        onClose={() => setAsking(false)}
        onSubmit={() => void endAll()}
        buttons={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("sessions.stay")}
            </Button>
            <Button type="submit" color="red" loading={pending === "all"}>
              {t("sessions.endAll")}
            </Button>
          </>
        }
      >
        <p>{t("sessions.endAllText")}</p>
      </DialogFrame>
      <Card title={t("sessions.list")} flush>
        {sessions === null ? (
          fetching ? (
            <EmptyState text={t("common.loading")} />
          ) : (
            <ErrorState onRetry={retry} />
          )
        ) : (
          <ul className={styles.list}>
            {sessions.map(({ id, userAgent, createdAt, lastUsedAt, current }) => (
              <li key={id}>
                <div className={styles.text}>
                  <span className={styles.name}>{name(userAgent)}</span>
                  <span className={styles.when}>
                    {t("sessions.when", { since: moment(createdAt), used: moment(lastUsedAt) })}
                  </span>
                </div>
                {current && <Badge tone="teal" label={t("sessions.current")} />}
                <Button
                  variant="default"
                  size="xs"
                  loading={pending === id}
                  disabled={pending !== null}
                  aria-label={t("sessions.endOf", { name: name(userAgent) })}
                  onClick={() => void end(id, current)}
                >
                  {t("sessions.end")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
