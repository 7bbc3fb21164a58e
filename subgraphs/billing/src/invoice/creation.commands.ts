import {
  CareVisit,
  type CommandUnit,
  currentPatientOf,
  dayIn,
  defineCommand,
  knownUuid,
  notFound,
  type Reach,
  requireNotErased,
  rowsWithin,
  type Viewer,
} from "@careconnect/kit";
import { z } from "zod";
import { currencyUnknown, findOrganization } from "../references/organization.reader.ts";
import { InvoiceCause } from "./invoice.cause.ts";
import { coverageOn } from "./invoice.draft.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { alreadyInvoiced, notTakenPlace, notWithdrawn, requireOthers, standsAlready } from "./invoice.errors.ts";
import { changeInvoices, invoicesWithin } from "./invoice.policy.ts";
import { draftInPlaceOf } from "./invoice.replacement.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { InvoiceLineRow } from "./line.entity.ts";
import { lockInvoice } from "./settlement.ts";

const id = z.string().transform(knownUuid);

export const createInvoice = defineCommand({
  name: "createInvoice",
  rule: changeInvoices,
  entityType: "Invoice",
  conflicts: {
    invoice_cause_unique: standsAlready("appointmentId"),
    invoice_replaces_unique: standsAlready("replacesId"),
  },
  schema: z
    .object({ appointmentId: id.nullish(), replacesId: id.nullish() })
    .refine(({ appointmentId, replacesId }) => appointmentId != null || replacesId != null, {
      path: ["appointmentId"],
      error: "or `replacesId` must be given",
    }),
  run: (unit, { appointmentId, replacesId }, { viewer }, reach) =>
    replacesId == null
      ? draftOfVisit(unit, { viewer, reach }, String(appointmentId))
      : replace(unit, { viewer, reach }, { id: replacesId, appointmentId }),
});

/** Who makes an invoice, and how far they reach. */
interface Invoicing {
  readonly viewer: Viewer;
  readonly reach: Reach;
}

/** The draft for a visit that took place and is billed by none, or by those alone that were withdrawn. */
async function draftOfVisit(unit: CommandUnit, by: Invoicing, appointmentId: string): Promise<string> {
  const { em } = unit;
  const known = await em.find(
    InvoiceRow,
    { $and: [{ appointmentId }, invoicesWithin(by.reach)] },
    { orderBy: { createdAt: "desc", id: "desc" } },
  );
  const ofVisit = known.filter(({ cause }) => cause !== InvoiceCause.CANCELLATION);
  if (ofVisit.some(({ status }) => status !== InvoiceStatus.VOID)) throw alreadyInvoiced("appointmentId");
  const [withdrawn] = ofVisit;
  if (withdrawn) return replace(unit, by, { id: withdrawn.id, field: "appointmentId" });

  const visit = await em.findOne(CareVisit, {
    $and: [{ appointmentId }, rowsWithin(by.reach, { patient: "patientId" })],
  });
  if (!visit) throw notFound("appointmentId");
  const patientId = await currentPatientOf(em, visit.patientId);
  requireOthers({ patientId }, by.viewer, "appointmentId");
  if (visit.status !== "FULFILLED") throw notTakenPlace();
  await requireNotErased(em, patientId, "appointmentId");
  const organization = await findOrganization(em);
  if (!organization) throw currencyUnknown("appointmentId");
  const { currency } = organization;
  const on = dayIn(organization.timeZone, visit.startsAt);
  const invoice = em.create(InvoiceRow, {
    ...{ patientId, appointmentId, providerId: visit.providerId, cause: InvoiceCause.VISIT, serviceOn: on },
    ...{ payerId: (await coverageOn(em, patientId, on))?.payerId ?? null, currency },
    ...{ status: InvoiceStatus.DRAFT, claimExternalIds: [], autoPriced: false },
    ...{ totalAmount: 0, balanceAmount: 0, patientShareAmount: 0, payerShareAmount: 0 },
  } as never);
  unit.touch(invoice.id, patientId);
  return invoice.id;
}

/** The draft that stands in the place of one that was withdrawn, and charges for the same until somebody says otherwise. */
async function replace(
  unit: CommandUnit,
  by: Invoicing,
  named: { readonly id: string; readonly appointmentId?: string | null | undefined; readonly field?: string },
): Promise<string> {
  const { em } = unit;
  const { id, field = "replacesId" } = named;
  const withdrawn = await lockInvoice(unit, by, { id, field });
  if (named.appointmentId != null && named.appointmentId !== withdrawn.appointmentId) throw notFound("appointmentId");
  if (withdrawn.status !== InvoiceStatus.VOID) throw notWithdrawn(field);
  if ((await em.count(InvoiceRow, { replacesId: id })) > 0) throw alreadyInvoiced(field);
  await requireNotErased(em, withdrawn.patientId, field);
  const lines = await em.find(InvoiceLineRow, { invoiceId: id }, { orderBy: { position: "asc" } });
  const { payerId, currency, totalAmount, patientShareAmount, payerShareAmount } = withdrawn;
  const invoice = await draftInPlaceOf(unit, withdrawn, {
    ...{ payerId: payerId ?? null, autoPriced: false },
    calculation: {
      ...{ currency, total: totalAmount, patientShare: patientShareAmount, payerShare: payerShareAmount },
      lines: lines.map(({ kind, description, quantity, unitAmount, amount, taxBasisPoints }) => ({
        ...{ kind, description, quantity, unitAmount, amount, taxBasisPoints },
      })),
    },
  });
  return invoice.id;
}
