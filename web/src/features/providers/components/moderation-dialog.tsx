import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { ModerateRatingDocument, type RatingDecision, type RatingRowFragment } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useExplain } from "../explain.ts";

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
  const client = useClient();
  const explain = useExplain();
  const rejecting = decision === "REJECT";
  const subject = { id: rating.id, decision, expectedVersion: rating.version };
  const moderate = (input: typeof subject & { readonly reason?: string }, idempotencyKey: string) =>
    sendCommand(client, ModerateRatingDocument, { ...input, idempotencyKey }, (data) => data.moderateRating);
  const dialog = {
    title: t(rejecting ? "ratings.rejectTitle" : "ratings.publishTitle"),
    confirm: rejecting ? t("ratings.reject") : t("ratings.publish"),
    ...{ opened, onClose, explain },
    onDone() {
      notifications.show({ color: "green", message: t(`ratings.done.${decision}`) });
      onDone();
    },
  };
  const feedback = rating.feedback ?? t("ratings.noText");
  if (!rejecting && rating.status !== "REJECTED") {
    return (
      <ConfirmDialog {...dialog} send={(idempotencyKey) => moderate(subject, idempotencyKey)}>
        {feedback}
      </ConfirmDialog>
    );
  }
  return (
    <ReasonDialog
      {...dialog}
      label={t("reason")}
      description={t("reasonHint", { who: t("ratings.readers") })}
      limit={limits.ModerateRatingInput.reason}
      draft={`moderate:${rating.id}:${decision}`}
      danger={rejecting}
      send={(reason, idempotencyKey) => moderate({ ...subject, reason }, idempotencyKey)}
    >
      <Text size="sm">{feedback}</Text>
    </ReasonDialog>
  );
}
