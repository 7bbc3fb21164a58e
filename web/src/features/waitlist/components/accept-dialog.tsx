import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { AcceptWaitlistOfferDocument, type WaitlistRowFragment } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";

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
  const { offer, patient } = entry;
  const name = patient?.fullName ?? common("person.hidden");
  const at = {
    day: offer === null ? "" : format.day(offer.startsAt, { weekday: "short", day: "numeric", month: "short" }),
    time: offer === null ? "" : format.time(offer.startsAt),
  };
  const form = useCommandForm({
    document: AcceptWaitlistOfferDocument,
    select: ({ acceptWaitlistOffer }) => acceptWaitlistOffer,
    places: [],
    read: () => ({ input: { id: offer?.id ?? "" } }),
    explain: (error) => refusalText(error, common),
    unanswered: common("commands.unknown", { action: t("waitlist.accept") }),
    onDone() {
      notifications.show({ color: "green", message: t("waitlist.done.booked", { name, ...at }) });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("waitlist.acceptTitle")}
      action={t("waitlist.accept")}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">
        {t("waitlist.acceptText", {
          name,
          ...at,
          provider: offer?.provider?.fullName ?? common("person.hidden"),
        })}
      </Text>
    </CommandDialog>
  );
}
