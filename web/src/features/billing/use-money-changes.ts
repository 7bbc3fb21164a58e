import { useMemo } from "react";
import { InvoiceChangesDocument, PaymentChangesDocument } from "../../graphql/graphql.ts";
import { useLiveRefresh } from "../../lib/live/live.ts";
import { useLiveEvents } from "../../lib/live/use-live-events.ts";
import { useSoon } from "../../lib/use-soon.ts";

// Several changes soon after each other are read together.
const quietMilliseconds = 400;
// What follows from a visit's change for its money has happened by then.
const followedMilliseconds = 3_000;

/** Reads again what a page shows soon after an invoice changed, or this one. */
export function useInvoiceChanges(id: string | null, refresh: () => void): void {
  const soon = useSoon(refresh, quietMilliseconds);
  const variables = useMemo(() => (id === null ? {} : { id }), [id]);
  useLiveEvents(InvoiceChangesDocument, variables, { onEvent: soon, onOpened: soon });
}

/** Reads again what a page shows soon after a payment changed, or one of this patient. */
export function usePaymentChanges(patientId: string | null, refresh: () => void): void {
  const soon = useSoon(refresh, quietMilliseconds);
  const variables = useMemo(() => (patientId === null ? {} : { patientId }), [patientId]);
  useLiveEvents(PaymentChangesDocument, variables, { onEvent: soon, onOpened: soon });
}

/**
 * Reads again what a page shows of visits that are paid in advance: no subscription tells of them, but of all that moves
 * them on. The books hear of a visit a moment later than this page does.
 */
export function usePrepaymentChanges(refresh: () => void): void {
  const later = useSoon(refresh, followedMilliseconds);
  useInvoiceChanges(null, refresh);
  usePaymentChanges(null, refresh);
  useLiveRefresh(() => {
    refresh();
    later();
  });
}
