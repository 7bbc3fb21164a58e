import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ArchivePatientDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useUnarchive } from "../use-unarchive.ts";

interface ArchiveDialogProps {
  readonly subject: { readonly id: string; readonly fullName: string; readonly version: number };
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Archives a patient; whoever chose the wrong one takes it back where they are told that it is done. */
export function ArchiveDialog({ subject, opened, onClose, onChanged }: ArchiveDialogProps) {
  const { t } = useTranslation("record");
  const { send } = useCommand(ArchivePatientDocument, ({ archivePatient }) => archivePatient);
  const unarchive = useUnarchive(onChanged);

  function tell(): void {
    const notice = notifications.show({
      color: "green",
      message: (
        <>
          {t("archive.done", { name: subject.fullName })}{" "}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              notifications.hide(notice);
              void unarchive(subject);
            }}
          >
            {t("undo")}
          </Button>
        </>
      ),
      autoClose: 10_000,
    });
    onChanged();
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
      send={(reason) =>
        send({ id: subject.id, expectedVersion: subject.version, ...(reason === "" ? {} : { reason }) })
      }
      onDone={tell}
    >
      <p>{t("archive.text")}</p>
    </ReasonDialog>
  );
}
