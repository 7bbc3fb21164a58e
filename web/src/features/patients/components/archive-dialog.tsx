import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { ArchivePatientDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { createAttemptKeys } from "../../../lib/graphql/attempt-key.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { postpone } from "../postponed.ts";

interface ArchiveDialogProps {
  readonly subject: { readonly id: string; readonly fullName: string; readonly version: number };
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onArchived: () => void;
}

/**
 * Archives a patient, some seconds later: an archived record is not brought back, so this is the time in which whoever
 * chose the wrong one can say so.
 */
export function ArchiveDialog({ subject, opened, onClose, onArchived }: ArchiveDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const told = useRefusalNotice();

  async function archive(reason: string): Promise<void> {
    const keys = createAttemptKeys();
    const input = { id: subject.id, expectedVersion: subject.version, ...(reason === "" ? {} : { reason }) };
    const outcome = await sendCommand(
      client,
      ArchivePatientDocument,
      { ...input, idempotencyKey: keys.keyFor(input) },
      ({ archivePatient }) => archivePatient,
    );
    if (told(outcome)) {
      notifications.show({ color: "green", message: t("archive.done", { name: subject.fullName }) });
    }
    onArchived();
  }

  function begin(reason: string): void {
    const pending = postpone(() => {
      notifications.hide(notice);
      void archive(reason);
    });
    const notice = notifications.show({
      color: "yellow",
      autoClose: false,
      withCloseButton: false,
      message: (
        <>
          {t("archive.soon", { name: subject.fullName })}{" "}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              pending.cancel();
              notifications.hide(notice);
            }}
          >
            {t("undo")}
          </Button>
        </>
      ),
    });
  }

  return (
    <ReasonDialog
      title={t("archive.question", { name: subject.fullName })}
      label={t("reasonOptional")}
      limit={limits.ArchivePatientInput.reason}
      optional
      draft={`archive:${subject.id}`}
      confirm={t("archive.title")}
      danger
      opened={opened}
      onClose={onClose}
      send={async (reason) => {
        begin(reason);
        return { kind: "done", payload: null };
      }}
      onDone={() => undefined}
    >
      <p>{t("archive.text")}</p>
    </ReasonDialog>
  );
}
