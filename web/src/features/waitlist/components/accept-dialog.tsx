import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { AcceptWaitlistOfferDocument, type WaitlistRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";

interface AcceptDialogProps {
  readonly entry: WaitlistRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Books the time that is held for somebody, who has said yes on the phone. */
export function AcceptDialog({ entry, opened, onClose, onDone }: AcceptDialogProps) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { offer, patient } = entry;
  const name = patient?.fullName ?? common("person.hidden");
  const at = {
    day: offer === null ? "" : format.day(offer.startsAt, { weekday: "short", day: "numeric", month: "short" }),
    time: offer === null ? "" : format.time(offer.startsAt),
  };
  return (
    <ConfirmDialog
      title={t("waitlist.acceptTitle")}
      confirm={t("waitlist.accept")}
      opened={opened}
      onClose={onClose}
      send={(idempotencyKey) =>
        sendCommand(
          client,
          AcceptWaitlistOfferDocument,
          { id: offer?.id ?? "", idempotencyKey },
          (data) => data.acceptWaitlistOffer,
        )
      }
      onDone={() => {
        notifications.show({ color: "green", message: t("waitlist.done.booked", { name, ...at }) });
        onDone();
      }}
    >
      {t("waitlist.acceptText", { name, ...at, provider: offer?.provider?.fullName ?? common("person.hidden") })}
    </ConfirmDialog>
  );
}
