import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

/**
 * The organization filter narrows what goes through MikroORM's finders and its unit of work. These calls go past it,
 * so each file that makes one names the organization itself, or reads what no organization owns. Before you add a file
 * here, show in its tests that another organization's rows are out of its reach.
 */
const reviewed = [
  "subgraphs/appointment/src/booking/calendar.lock.ts",
  "subgraphs/appointment/src/booking/counts.service.ts",
  "subgraphs/appointment/src/holds/expired.query.ts",
  "subgraphs/appointment/src/no-show/unattended.query.ts",
  "subgraphs/appointment/src/overlap/overlap.query.ts",
  "subgraphs/appointment/src/references/place.consumer.ts",
  "subgraphs/appointment/src/references/reference.consumer.ts",
  "subgraphs/appointment/src/references/reference.reader.ts",
  "subgraphs/appointment/src/references/reference.wait.ts",
  "subgraphs/appointment/src/reminders/due.query.ts",
  "subgraphs/appointment/src/room/room.query.ts",
  "subgraphs/appointment/src/series/parking.query.ts",
  "subgraphs/appointment/src/slots/busy.query.ts",
  "subgraphs/appointment/src/waitlist/offer.query.ts",
  "subgraphs/billing/src/gateway/gateway.query.ts",
  "subgraphs/billing/src/invoice/number.query.ts",
  "subgraphs/billing/src/invoice/overdue.query.ts",
  "subgraphs/billing/src/invoice/totals.service.ts",
  "subgraphs/billing/src/ledger/ledger.query.ts",
  "subgraphs/billing/src/payment/summary.service.ts",
  "subgraphs/billing/src/reconciliation/ledger.comparison.ts",
  "subgraphs/billing/src/reconciliation/reconciliation.loader.ts",
  "subgraphs/billing/src/reconciliation/reconciliation.query.ts",
  "subgraphs/billing/src/references/pricing.lock.ts",
  "subgraphs/billing/src/references/reference.consumer.ts",
  "subgraphs/identity/src/demo/demo.service.ts",
  "subgraphs/identity/src/mail/mail.delivery.ts",
  "subgraphs/identity/src/provider/provider.storage.ts",
  "subgraphs/identity/src/revocation/revocation.service.ts",
  "subgraphs/identity/src/signin/signin.lockout.ts",
  "subgraphs/identity/src/signing/signing.keys.ts",
  "subgraphs/identity/src/verification/address.lock.ts",
  "subgraphs/kit/src/alias/alias.handlers.ts",
  "subgraphs/kit/src/alias/patient.family.ts",
  "subgraphs/kit/src/audit/audit.security.ts",
  "subgraphs/kit/src/audit/audit.trail.ts",
  "subgraphs/kit/src/care/care.handlers.ts",
  "subgraphs/kit/src/command/idempotency.ts",
  "subgraphs/kit/src/erasure/erasure.executor.ts",
  "subgraphs/kit/src/erasure/erasure.lock.ts",
  "subgraphs/kit/src/erasure/retention.ts",
  "subgraphs/kit/src/events/pg-boss.bus.ts",
  "subgraphs/kit/src/files/removal.query.ts",
  "subgraphs/kit/src/http/health.routes.ts",
  "subgraphs/kit/src/inbox/inbox.ts",
  "subgraphs/kit/src/outbox/unit.of.work.ts",
  "subgraphs/kit/src/pagination/connection.ts",
  "subgraphs/kit/src/persistence/migrate.ts",
  "subgraphs/kit/src/person/name.search.ts",
  "subgraphs/kit/src/policy/reach.ts",
  "subgraphs/kit/src/restriction/restricted.patients.ts",
  "subgraphs/kit/src/sensitive/sealing.driver.ts",
  "subgraphs/patient/src/duplicate/candidate.query.ts",
  "subgraphs/patient/src/document/document.usage.ts",
  "subgraphs/patient/src/document/due.query.ts",
  "subgraphs/patient/src/merge/merged.search.ts",
  "subgraphs/patient/src/merge/overlapping.visits.ts",
  "subgraphs/patient/src/export/due.query.ts",
  "subgraphs/patient/src/patient/mrn.service.ts",
  "subgraphs/patient/src/patient/patient.search.ts",
  "subgraphs/patient/src/references/payer.consumer.ts",
  "subgraphs/patient/src/restriction/restriction.repeat.ts",
  "subgraphs/provider/src/application/retention.query.ts",
  "subgraphs/provider/src/availability/availability.loader.ts",
  "subgraphs/provider/src/provider/provider.search.ts",
  "subgraphs/provider/src/rating/rating.rebuild.ts",
  "subgraphs/provider/src/rating/rating.tally.ts",
  "subgraphs/provider/src/rating/visit.consumer.ts",
  "subgraphs/provider/src/specialty/specialty.lock.ts",
  "subgraphs/reports/src/facts/named.sql.ts",
  "subgraphs/reports/src/rebuild/read-model.checksum.ts",
  "subgraphs/reports/src/rebuild/read-model.rebuild.ts",
];

const pastTheFilter =
  /\.\s*(?:execute|createQueryBuilder|insert|insertMany|upsert|upsertMany|getConnection|getKysely)\s*[(<]|\braw\s*\(/;

it("SQL that goes past the organization filter stands only where it was reviewed", () => {
  const files = globSync("subgraphs/*/src/**/*.ts", { cwd: repositoryRoot })
    .filter((file) => !/\.(test|fixture)\.ts$|\/testing\//.test(file))
    .filter((file) => pastTheFilter.test(readFileSync(join(repositoryRoot, file), "utf8")));
  expect(files.sort()).toEqual([...reviewed].sort());
});
