import { useNavigate } from "react-router";
import { useClient } from "urql";
import { CreateInvoiceDocument } from "../../../graphql/graphql.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConfirmDialog } from "../../../ui/dialog/confirm-dialog.tsx";
import { useExplain } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";

/** Makes a draft in the place of an invoice that was withdrawn, and opens it. */
export function ReplaceDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const client = useClient();
  const navigate = useNavigate();
  const explain = useExplain();
  return (
    <ConfirmDialog
      title={t("replaceDialog.title")}
      confirm={t("actions.replace")}
      opened={opened}
      onClose={onClose}
      send={(idempotencyKey) =>
        sendCommand(
          client,
          CreateInvoiceDocument,
          { replacesId: invoice.id, idempotencyKey },
          (data) => data.createInvoice,
        )
      }
      explain={explain}
      onDone={({ invoice: draft }) => {
        if (draft !== null) {
          void navigate(`/billing/${draft.id}`);
        }
      }}
    >
      {t("replaceDialog.text")}
    </ConfirmDialog>
  );
}
