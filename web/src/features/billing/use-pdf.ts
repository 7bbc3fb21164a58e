import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient } from "urql";
import { InvoicePdfDocument } from "../../graphql/graphql.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** Opens an invoice, or a credit note of it, on paper. Its link is asked for when it is wanted: that is noted. */
export function usePdf(invoiceId: string) {
  const { t } = useTranslation("bookkeeping");
  const client = useClient();
  const [loading, setLoading] = useState(false);

  async function open(creditNoteId?: string): Promise<void> {
    setLoading(true);
    const { data } = await client.query(
      InvoicePdfDocument,
      { id: invoiceId, ...(creditNoteId === undefined ? {} : { creditNoteId }) },
      { requestPolicy: "network-only" },
    );
    setLoading(false);
    const url = data?.invoice?.pdf?.url;
    if (url === undefined) {
      notifications.show({ color: "red", message: t("invoice.pdfFailed") });
    } else {
      window.open(url, "_blank", "noopener");
    }
  }

  return { loading, open: (creditNoteId?: string) => void open(creditNoteId) };
}
