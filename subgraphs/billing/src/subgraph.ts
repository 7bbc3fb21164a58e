import {
  CareConsent,
  CareGrant,
  CareVisit,
  erasureConsumer,
  PatientAlias,
  patientErasedEvent,
  referenceBy,
  restrictionConsumer,
  type SubgraphDefinition,
} from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { CreditNoteRow } from "./credit/credit.entity.ts";
import { CreditResolver } from "./credit/credit.resolver.ts";
import { createGateway, useGateway } from "./gateway/gateway.client.ts";
import { registerGatewayMetrics } from "./gateway/gateway.metrics.ts";
import { readGatewaySettings } from "./gateway/gateway.settings.ts";
import { gatewayTask } from "./gateway/gateway.task.ts";
import { GatewayEventRow } from "./gateway/gateway-event.entity.ts";
import { PaymentIntentRow } from "./gateway/payment-intent.entity.ts";
import { webhookRoutes } from "./gateway/webhook.routes.ts";
import { invoiceImport } from "./import/invoice.import.ts";
import { payerImport } from "./import/payer.import.ts";
import { InvoiceCommandsResolver } from "./invoice/commands.resolver.ts";
import { InvoiceCounterRow } from "./invoice/counter.entity.ts";
import { InvoiceRow } from "./invoice/invoice.entity.ts";
import { invoiceErrors } from "./invoice/invoice.errors.ts";
import { invoiceEvents } from "./invoice/invoice.events.ts";
import { InvoiceResolver } from "./invoice/invoice.resolver.ts";
import { InvoiceLineRow } from "./invoice/line.entity.ts";
import { overdueTask } from "./invoice/overdue.task.ts";
import { visitConsumer } from "./invoice/visit.consumer.ts";
import { LedgerEntryRow } from "./ledger/entry.entity.ts";
import { InvoiceLedgerResolver, LedgerEntryResolver } from "./ledger/entry.resolver.ts";
import { LedgerResolver } from "./ledger/ledger.resolver.ts";
import { LedgerTransactionRow } from "./ledger/transaction.entity.ts";
import { LetterheadRow } from "./letterhead/letterhead.entity.ts";
import { LetterheadResolver } from "./letterhead/letterhead.resolver.ts";
import { PayerRow } from "./payer/payer.entity.ts";
import { payerRegisteredEvent, payerUpdatedEvent } from "./payer/payer.events.ts";
import { readPayers } from "./payer/payer.policy.ts";
import { PayerResolver } from "./payer/payer.resolver.ts";
import { readPayer } from "./payer/payer.service.ts";
import { PaymentChangeResolver } from "./payment/change.resolver.ts";
import { InvoicePaymentsResolver } from "./payment/invoice.resolver.ts";
import { PaymentRow } from "./payment/payment.entity.ts";
import { paymentErrors } from "./payment/payment.errors.ts";
import { paymentEvents } from "./payment/payment.events.ts";
import { PaymentResolver } from "./payment/payment.resolver.ts";
import { RefundRow } from "./payment/refund.entity.ts";
import { PrepaymentRow } from "./prepayment/prepayment.entity.ts";
import { prepaymentFailedEvent, prepaymentPaidEvent } from "./prepayment/prepayment.events.ts";
import { PrepaymentResolver } from "./prepayment/prepayment.resolver.ts";
import { PriceRow } from "./price/price.entity.ts";
import { priceErrors } from "./price/price.errors.ts";
import { PriceResolver } from "./price/price.resolver.ts";
import { resolveInvoice } from "./print/print.reference.ts";
import { PrintResolver } from "./print/print.resolver.ts";
import { printRoutes } from "./print/print.routes.ts";
import { usePrintSettings } from "./print/print.settings.ts";
import { QuoteResolver } from "./quote/quote.resolver.ts";
import { DifferenceRow } from "./reconciliation/difference.entity.ts";
import { ReconciliationRow } from "./reconciliation/reconciliation.entity.ts";
import { reconciliationErrors } from "./reconciliation/reconciliation.errors.ts";
import { DifferenceResolver, ReconciliationResolver } from "./reconciliation/reconciliation.resolver.ts";
import { reconciliationTask } from "./reconciliation/reconciliation.task.ts";
import { aliasConsumer } from "./references/alias.consumer.ts";
import { resolveAppointment } from "./references/appointment.reference.ts";
import { AppointmentResolver } from "./references/appointment.resolver.ts";
import { careConsumer, consentConsumer } from "./references/care.consumer.ts";
import { CoverageReference } from "./references/coverage-reference.entity.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { resolvePatient } from "./references/patient.reference.ts";
import { PatientResolver } from "./references/patient.resolver.ts";
import { ProviderReference } from "./references/provider-reference.entity.ts";
import { referenceConsumer } from "./references/reference.consumer.ts";
import { billingSubjectRules } from "./subject.rules.ts";
import { InvoiceChangeResolver } from "./subscriptions/change.resolver.ts";
import { PayerTermsRow } from "./terms/terms.entity.ts";
import { PayerTermsResolver } from "./terms/terms.resolver.ts";

/** What visits cost, and who owes it. */
export const billingSubgraph: SubgraphDefinition = {
  name: "billing",
  subjectRules: billingSubjectRules,
  entities: [
    ...[InvoiceRow, InvoiceLineRow, PayerRow, PriceRow, PayerTermsRow],
    ...[InvoiceCounterRow, CreditNoteRow, PaymentRow, RefundRow, LedgerTransactionRow, LedgerEntryRow],
    ...[PaymentIntentRow, GatewayEventRow, LetterheadRow, PrepaymentRow],
    ...[ReconciliationRow, DifferenceRow],
    ...[CareVisit, CareGrant, CareConsent, PatientAlias, OrganizationReference, ProviderReference, CoverageReference],
  ],
  migrations,
  keepsPatients: true,
  appendOnly: ["ledger_transaction", "ledger_entry"],
  resolvers: [
    ...[InvoiceResolver, PayerResolver, PatientResolver, AppointmentResolver],
    ...[InvoiceCommandsResolver, CreditResolver, LedgerResolver, LedgerEntryResolver, InvoiceLedgerResolver],
    ...[PaymentResolver, InvoicePaymentsResolver],
    ...[InvoiceChangeResolver, PaymentChangeResolver, PrepaymentResolver],
    ...[PriceResolver, PayerTermsResolver, QuoteResolver, LetterheadResolver, PrintResolver],
    ...[ReconciliationResolver, DifferenceResolver],
  ],
  references: {
    Invoice: resolveInvoice,
    Payer: referenceBy(readPayers, readPayer),
    Patient: resolvePatient,
    Appointment: resolveAppointment,
  },
  imports: [payerImport, invoiceImport],
  events: [
    ...[...invoiceEvents, ...paymentEvents, prepaymentPaidEvent, prepaymentFailedEvent],
    ...[payerRegisteredEvent, payerUpdatedEvent, patientErasedEvent("billing")],
  ],
  errors: [...priceErrors, ...invoiceErrors, ...paymentErrors, ...reconciliationErrors],
  consumers: [
    careConsumer,
    consentConsumer,
    aliasConsumer,
    restrictionConsumer,
    referenceConsumer,
    visitConsumer,
    erasureConsumer({ name: "billing", subjectRules: billingSubjectRules }),
  ],
  tasks: [overdueTask, gatewayTask, reconciliationTask],
  prepare: async ({ config }) => {
    const settings = readGatewaySettings(process.env, config);
    useGateway(settings && createGateway(settings));
    usePrintSettings(config);
  },
  routes: async (app, services) => {
    registerGatewayMetrics(services);
    await webhookRoutes(app, services);
    await printRoutes(app, services);
  },
};
