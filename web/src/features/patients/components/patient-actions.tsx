import { ActionIcon } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots } from "@tabler/icons-react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { useUnarchive } from "../use-unarchive.ts";
import { ArchiveDialog } from "./archive-dialog.tsx";
import type { HeadPatient } from "./patient-page.tsx";

interface PatientActionsProps {
  readonly patient: HeadPatient;
  readonly onChanged: () => void;
}

/** What can be done with the patient from every part of their page. */
export function PatientActions({ patient, onChanged }: PatientActionsProps) {
  const { t } = useTranslation("record");
  const viewer = useViewer();
  const archiving = useDialog<HeadPatient>();
  const unarchive = useUnarchive(onChanged);
  return (
    <>
      {!patient.archived && viewer.readsOnly !== true && <NewAppointment patient={patient} />}
      {mayWithRecords(viewer, "archive") && (
        <Menu
          width={220}
          button={(button) => (
            <ActionIcon
              {...button}
              variant="default"
              size={36}
              aria-label={t("actionsFor", { name: patient.fullName })}
            >
              <IconDots size={18} stroke={1.8} aria-hidden />
            </ActionIcon>
          )}
        >
          {patient.archived ? (
            <MenuItem icon={IconArchiveOff} onSelect={() => void unarchive(patient)}>
              {t("archive.bringBack")}
            </MenuItem>
          ) : (
            <MenuItem icon={IconArchive} danger onSelect={() => archiving.open(patient)}>
              {t("archive.title")}
            </MenuItem>
          )}
        </Menu>
      )}
      {archiving.dialog && <ArchiveDialog {...archiving.dialog} key={archiving.dialog.key} onChanged={onChanged} />}
    </>
  );
}
