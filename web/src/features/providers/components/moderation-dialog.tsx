import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ModerateRatingDocument, type RatingDecision, type RatingRowFragment } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import { ReasonField } from "./reason-field.tsx";

export interface ModerationRequest {
  readonly decision: RatingDecision;
  readonly rating: RatingRowFragment;
  readonly onDone: () => void;
}

interface ModerationDialogProps {
  readonly request: ModerationRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Decides whether a rating is shown. A rejection has a reason, and so has what was rejected and is shown after all. */
export function ModerationDialog({ request, opened, onClose }: ModerationDialogProps) {
  const { decision, rating, onDone } = request;
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [reason, setReason] = useState("");
  const needsReason = decision === "REJECT" || rating.status === "REJECTED";
  const action = decision === "REJECT" ? t("ratings.reject") : t("ratings.publish");
  const form = useCommandForm({
    document: ModerateRatingDocument,
    select: ({ moderateRating }) => moderateRating,
    places: ["reason"],
    read() {
      const subject = { id: rating.id, decision, expectedVersion: rating.version };
      if (!needsReason) {
        return { input: subject };
      }
      return isReason(reason)
        ? { input: { ...subject, reason: reason.trim() } }
        : { problems: { reason: t("wrong.reason") } };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action }),
    onDone() {
      notifications.show({ color: "green", message: t(`ratings.done.${decision}`) });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={decision === "REJECT" ? t("ratings.rejectTitle") : `${t("ratings.publish")}?`}
      action={action}
      danger={decision === "REJECT"}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{rating.feedback ?? t("ratings.noText")}</Text>
      {needsReason && (
        <ReasonField
          description={t("reasonHint", { who: t("ratings.readers") })}
          value={reason}
          onChange={(value) => {
            setReason(value);
            form.mend("reason");
          }}
          error={form.problems.reason}
        />
      )}
    </CommandDialog>
  );
}
