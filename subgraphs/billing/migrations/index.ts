import {
  AddDecisionTimesToCareConsents,
  AddEndsToCareVisits,
  CreateCareConsents,
  CreateCareGrants,
  CreateCareVisits,
  CreatePatientAliases,
  type MigrationClass,
} from "@careconnect/kit";
import { CountDeclines } from "./count-declines.migration.ts";
import { CreateInvoices } from "./create-invoices.migration.ts";
import { CreateLedger } from "./create-ledger.migration.ts";
import { CreateLetterheads } from "./create-letterheads.migration.ts";
import { CreatePaymentIntents } from "./create-payment-intents.migration.ts";
import { CreatePayments } from "./create-payments.migration.ts";
import { CreatePrepayments } from "./create-prepayments.migration.ts";
import { CreatePrices } from "./create-prices.migration.ts";
import { CreateReconciliations } from "./create-reconciliations.migration.ts";
import { DigestPlans } from "./digest-plans.migration.ts";
import { FindFailedRefunds } from "./find-failed-refunds.migration.ts";
import { FindMoreDifferences } from "./find-more-differences.migration.ts";
import { FindPayers } from "./find-payers.migration.ts";
import { IssueInvoices } from "./issue-invoices.migration.ts";
import { ListPayments } from "./list-payments.migration.ts";
import { ReplaceInvoices } from "./replace-invoices.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [
  CreateInvoices,
  CreateCareVisits,
  CreateCareGrants,
  CreatePatientAliases,
  AddEndsToCareVisits,
  CreateCareConsents,
  CreatePrices,
  AddDecisionTimesToCareConsents,
  CreateLedger,
  IssueInvoices,
  CreatePayments,
  FindPayers,
  CreatePaymentIntents,
  ListPayments,
  CreateLetterheads,
  ReplaceInvoices,
  CreateReconciliations,
  CreatePrepayments,
  DigestPlans,
  FindMoreDifferences,
  CountDeclines,
  FindFailedRefunds,
];
