import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUrgent } from "@tabler/icons-react";
import { BreakGlassDocument, type HeldAccessFragment } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { renewAccess } from "../../../lib/renew-access.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { useGiveBack } from "../use-give-back.ts";
import styles from "./emergency.module.css";

interface EmergencyAccessProps {
  readonly patientId: string;
  /** What the reader has already: nobody has it to more than a few patients at a time. */
  readonly held: readonly HeldAccessFragment[];
  /** Access was opened, or given back. */
  readonly onChanged: () => void;
}

/** In an emergency, opens one patient to who treats them and is not related to them otherwise. It is reviewed. */
export function EmergencyAccess({ patientId, held, onChanged }: EmergencyAccessProps) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const { send } = useCommand(BreakGlassDocument, (data) => data.breakGlass);
  const { open, dialog } = useDialog<null>();

  async function breakGlass(reason: string) {
    const outcome = await send({ patientId, reason });
    if (outcome?.kind === "done") {
      // The access travels in the token: the one in use does not have it yet.
      await renewAccess();
      const until = outcome.payload.access?.expiresAt;
      if (until !== undefined) {
        notifications.show({ color: "yellow", message: t("emergency.opened", { time: format.time(until) }) });
      }
    }
    return outcome;
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUrgent size={17} stroke={1.8} aria-hidden />}
        onClick={() => open(null)}
      >
        {t("emergency.open")}
      </Button>
      {dialog && (
        <ReasonDialog
          key={dialog.key}
          title={t("emergency.title")}
          label={t("emergency.reason")}
          limit={limits.BreakGlassInput.reason}
          draft={`emergency:${patientId}`}
          placeholder={t("emergency.placeholder")}
          confirm={t("emergency.confirm")}
          danger
          opened={dialog.opened}
          onClose={dialog.onClose}
          send={breakGlass}
          onDone={onChanged}
        >
          <p>{t("emergency.text")}</p>
          {held.length > 0 && <HeldAccesses accesses={held} onGiven={onChanged} />}
        </ReasonDialog>
      )}
    </>
  );
}

interface HeldAccessesProps {
  readonly accesses: readonly HeldAccessFragment[];
  readonly onGiven: () => void;
}

function HeldAccesses({ accesses, onGiven }: HeldAccessesProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { giveBack, sending } = useGiveBack(onGiven);
  return (
    <ul className={styles.held} aria-label={t("emergency.others")}>
      {accesses.map(({ id, expiresAt, patient }) => {
        const name = patient?.fullName ?? common("person.hidden");
        return (
          <li key={id}>
            {t("emergency.other", { name, time: format.time(expiresAt) })}
            <Button
              size="compact-xs"
              variant="default"
              loading={sending}
              aria-label={t("emergency.giveBackOf", { name })}
              onClick={() => void giveBack(id)}
            >
              {t("emergency.giveBack")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
