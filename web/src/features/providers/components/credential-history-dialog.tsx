import { Button, Skeleton } from "@mantine/core";
import { CredentialHistoryDocument, type CredentialRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import styles from "./entries.module.css";

interface CredentialHistoryDialogProps {
  readonly providerId: string;
  readonly credential: CredentialRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** How a credential came to be what it is. */
export function CredentialHistoryDialog({ providerId, credential, opened, onClose }: CredentialHistoryDialogProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  return (
    <DialogFrame
      title={t("credentials.historyOf", { name: t(`credentials.kinds.${credential.kind}`) })}
      subtitle={[credential.number, credential.issuer].join(" · ")}
      size={560}
      opened={opened}
      onClose={onClose}
      buttons={
        <Button variant="default" onClick={onClose}>
          {common("common.close")}
        </Button>
      }
    >
      {opened && <History providerId={providerId} credentialId={credential.id} />}
    </DialogFrame>
  );
}

function History({ providerId, credentialId }: { readonly providerId: string; readonly credentialId: string }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { data, fetching, retry } = useAnswer({
    query: CredentialHistoryDocument,
    variables: { id: providerId },
    requestPolicy: "cache-and-network",
  });
  const steps = data?.provider?.credentials?.find(({ id }) => id === credentialId)?.history.nodes;
  if (steps === undefined) {
    return fetching ? <Skeleton height={120} radius={8} /> : <ErrorState onRetry={retry} />;
  }
  if (steps.length === 0) {
    return <EmptyState text={t("credentials.historyEmpty")} />;
  }
  return (
    <ol className={styles.entries}>
      {steps.map(({ id, changedAt, status, number, issuer, issuedOn, expiresOn, revocationReason }) => (
        <li key={id} className={styles.entry}>
          <span>
            <strong>{t(`credentials.statuses.${status}`)}</strong>
            <span className={styles.detail}>{[number, issuer].join(" · ")}</span>
            <span className={styles.detail}>
              {expiresOn === null
                ? t("credentials.noEnd", { from: format.date(issuedOn) })
                : t("credentials.validFrom", { from: format.date(issuedOn), to: format.date(expiresOn) })}
            </span>
            {revocationReason !== null && <span className={styles.detail}>{revocationReason}</span>}
          </span>
          <time dateTime={changedAt} className={styles.end}>
            {format.day(changedAt, { dateStyle: "medium", timeStyle: "short" })}
          </time>
        </li>
      ))}
    </ol>
  );
}
