import { ActionIcon, Button } from "@mantine/core";
import { IconBan, IconDots, IconHistory, IconPlus, IconRefresh } from "@tabler/icons-react";
import type { CredentialRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { validityOf, validityTones } from "../credential-validity.ts";
import type { CredentialRequest } from "./credential-dialog.tsx";
import styles from "./entries.module.css";

const loadDialog = async () => (await import("./credential-dialog.tsx")).CredentialDialog;

interface CredentialsCardProps {
  readonly provider: { readonly id: string; readonly timeZone: string };
  readonly credentials: readonly CredentialRowFragment[];
  /** Whether the viewer writes down what they were shown. */
  readonly changeable: boolean;
}

/** What a provider has shown, what of it counts, and what is about to expire. */
export function CredentialsCard({ provider, credentials, changeable }: CredentialsCardProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { show, dialog } = useLazyDialog<CredentialRequest>(loadDialog);
  const today = dayInZone(new Date(), provider.timeZone);
  return (
    <Card
      title={t("credentials.title")}
      flush
      aside={
        changeable && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => show({ kind: "add", providerId: provider.id, today })}
          >
            {t("credentials.add")}
          </Button>
        )
      }
    >
      {credentials.length === 0 ? (
        <EmptyState text={t("credentials.empty")} />
      ) : (
        <ul className={styles.entries}>
          {credentials.map((credential) => {
            const { id, kind, number, issuer, issuedOn, expiresOn, revocationReason } = credential;
            const name = t(`credentials.kinds.${kind}`);
            return (
              <li key={id} className={styles.entry}>
                <span>
                  <strong>{name}</strong>
                  <span className={styles.detail}>{[number, issuer].join(" · ")}</span>
                  <span className={styles.detail}>
                    {expiresOn === null
                      ? t("credentials.noEnd", { from: format.date(issuedOn) })
                      : t("credentials.validFrom", { from: format.date(issuedOn), to: format.date(expiresOn) })}
                  </span>
                  {revocationReason !== null && <span className={styles.detail}>{revocationReason}</span>}
                </span>
                <CredentialBadge credential={credential} today={today} />
                <Menu
                  width={180}
                  button={(button) => (
                    <ActionIcon
                      {...button}
                      variant="subtle"
                      color="gray"
                      size={28}
                      aria-label={t("credentials.actionsOf", { name })}
                    >
                      <IconDots size={16} stroke={1.8} aria-hidden />
                    </ActionIcon>
                  )}
                >
                  <MenuItem
                    icon={IconHistory}
                    onSelect={() => show({ kind: "history", providerId: provider.id, credential })}
                  >
                    {t("credentials.history")}
                  </MenuItem>
                  {changeable && credential.status === "RECORDED" && expiresOn !== null && (
                    <MenuItem icon={IconRefresh} onSelect={() => show({ kind: "renew", credential })}>
                      {t("credentials.renew")}
                    </MenuItem>
                  )}
                  {changeable && credential.status === "RECORDED" && (
                    <MenuItem icon={IconBan} danger onSelect={() => show({ kind: "revoke", credential })}>
                      {t("credentials.revoke")}
                    </MenuItem>
                  )}
                </Menu>
              </li>
            );
          })}
        </ul>
      )}
      {dialog}
    </Card>
  );
}

function CredentialBadge({
  credential,
  today,
}: {
  readonly credential: CredentialRowFragment;
  readonly today: string;
}) {
  const { t } = useTranslation("directory");
  const validity = validityOf(credential, today);
  const label =
    validity.kind === "expiring"
      ? t("credentials.expiresIn", { count: validity.days })
      : validity.kind === "REVOKED" || validity.kind === "ENTERED_IN_ERROR"
        ? t(`credentials.statuses.${validity.kind}`)
        : t(`credentials.${validity.kind}`);
  return <Badge tone={validityTones[validity.kind]} label={label} />;
}
