import "@mantine/core/styles/Text.css";
import { Button, Text } from "@mantine/core";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import styles from "./hours-editor.module.css";

export interface ImpactRequest {
  readonly visits: readonly AppointmentRowFragment[];
  readonly onConfirm: () => void;
}

interface ImpactDialogProps {
  readonly request: ImpactRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Which visits other hours would leave outside, before they are saved. */
export function ImpactDialog({ request, opened, onClose }: ImpactDialogProps) {
  const { t } = useTranslation("directory");
  const { visits, onConfirm } = request;
  return (
    <DialogFrame
      title={t("availability.impactTitle", { count: visits.length })}
      size={560}
      opened={opened}
      onClose={onClose}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {t("availability.impactSave")}
          </Button>
        </>
      }
    >
      <Text size="sm">{t("availability.impactText")}</Text>
      <ul className={styles.visitsList}>
        {visits.map((visit) => (
          <li key={visit.id}>
            <VisitLine appointment={visit} />
          </li>
        ))}
      </ul>
    </DialogFrame>
  );
}
