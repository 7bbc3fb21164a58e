import * as z from "zod/mini";
import { InvoiceLineKind, type InvoiceWholeFragment, type SetInvoiceLinesInput } from "../../graphql/graphql.ts";
import { counts, limits } from "../../graphql/limits.ts";
import { amountText, parseAmount, parsePercent, parseWhole, percentText } from "../../lib/format/amount.ts";
import { amount, percentage, whole } from "../../lib/forms/amounts.ts";
import { optionalText, text } from "../../lib/forms/fields.ts";
import type { Choice } from "../../ui/form/search-select.tsx";

const { SetInvoiceLinesInput: most, InvoiceLineInput: mostOfLine } = counts;

/** What a draft may be made of: what is let off and the tax come of these. */
export const chargedKinds = [InvoiceLineKind.Service, InvoiceLineKind.Fee] as const;

interface Writing {
  readonly currency: string;
  readonly locale: string;
}

/** All that a draft charges for, as a form holds it. */
export function linesSchema(writing: Writing) {
  const line = z.object({
    key: z.string(),
    kind: z.enum(chargedKinds),
    description: text(limits.InvoiceLineInput.description),
    quantity: whole(mostOfLine.quantity.min, mostOfLine.quantity.max),
    unitPrice: amount(writing, mostOfLine.unitPrice.max),
    tax: percentage(),
  });
  return z
    .object({
      lines: z.array(line).check(z.maxLength(most.lines.max)),
      payer: z.nullable(z.custom<Choice>()),
      plan: optionalText(limits.SetInvoiceLinesInput.plan),
      discountBy: z.enum(["amount", "part"]),
      discount: z.string(),
    })
    .check(
      z.refine(({ lines }) => lines.length > 0, { path: ["lines"], error: "forms.missing" }),
      z.refine(({ discountBy, discount }) => discountBy !== "part" || parsePercent(discount || "0") !== null, {
        path: ["discount"],
        error: "forms.percentage",
      }),
      z.refine(({ discountBy, discount }) => discountBy !== "amount" || readAmount(discount, writing) !== null, {
        path: ["discount"],
        error: "forms.amount",
        params: { example: amountText(1_000, writing.currency, writing.locale) },
      }),
    );
}

export type LinesValues = z.input<ReturnType<typeof linesSchema>>;
export type CheckedLines = z.output<ReturnType<typeof linesSchema>>;
export type LineValues = LinesValues["lines"][number];

const readAmount = (typed: string, { currency, locale }: Writing) =>
  typed.trim() === "" ? 0 : parseAmount(typed, currency, locale);

export function newLine(): LineValues {
  return {
    ...{ key: crypto.randomUUID(), kind: InvoiceLineKind.Service, description: "", quantity: "1", unitPrice: "" },
    tax: "0",
  };
}

/** What a draft charges for now, as it is typed. */
export function valuesOf(
  { lines, payer }: Pick<InvoiceWholeFragment, "lines" | "payer">,
  writing: Writing,
): LinesValues {
  const { currency, locale } = writing;
  const all = lines ?? [];
  const discount = -(all.find(({ kind }) => kind === "DISCOUNT")?.amount.amount ?? 0);
  const charged = all.flatMap(({ id, kind, description, quantity, unitPrice, taxBasisPoints }) => {
    const of = chargedKinds.find((name) => name === kind);
    const tax = percentText(taxBasisPoints, locale);
    return of === undefined
      ? []
      : [
          {
            key: id,
            kind: of,
            description,
            quantity: String(quantity),
            unitPrice: amountText(unitPrice.amount, currency, locale),
            tax,
          },
        ];
  });
  return {
    lines: charged.length === 0 ? [newLine()] : charged,
    payer: payer === null ? null : { value: payer.id, label: payer.name },
    plan: "",
    discountBy: "amount",
    discount: discount === 0 ? "" : amountText(discount, currency, locale),
  };
}

/** What is sent of it. The plan is the one of the patient's coverage unless another one is named. */
export function inputOf(
  { lines, payer, plan, discountBy, discount }: CheckedLines,
  writing: Writing,
): Omit<SetInvoiceLinesInput, "id" | "expectedVersion"> {
  return {
    lines: lines.map(({ kind, description, quantity, unitPrice, tax }) => ({
      ...{ kind, description, quantity, unitPrice, taxBasisPoints: tax },
    })),
    payerId: payer?.value ?? null,
    ...(payer === null || plan === undefined ? {} : { plan }),
    ...(discountBy === "amount"
      ? { discountAmount: readAmount(discount, writing) ?? 0 }
      : { discountBasisPoints: parsePercent(discount || "0") ?? 0 }),
  };
}

/** What the lines come to before what is let off and before tax; null while one of them is no number. */
export function subtotalOf({ lines }: LinesValues, { currency, locale }: Writing): number | null {
  return lines.reduce<number | null>((sum, { quantity, unitPrice }) => {
    const [price, times] = [parseAmount(unitPrice, currency, locale), parseWhole(quantity)];
    return sum === null || price === null || times === null ? null : sum + price * times;
  }, 0);
}
