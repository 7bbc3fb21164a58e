import { z } from "zod";
import { invalidRequest, noSuch } from "./api.error.ts";
import type { FormFields } from "./form.body.ts";
import type { PaymentSimulation } from "./payment.simulation.ts";
import type { ApiObject, SimulatorStorage } from "./simulator.storage.ts";

interface Api {
  readonly storage: SimulatorStorage;
  readonly payments: PaymentSimulation;
}

interface ApiRoute {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly answer: (api: Api, fields: FormFields, id: string) => unknown;
}

const minorUnits = z.coerce.number().int().min(1).max(99_999_999);
const text = z.string().max(5_000);
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const instant = z.coerce.number().int();

const listing = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  starting_after: text.optional(),
  payment_intent: text.optional(),
  type: text.optional(),
  created: z.object({ gte: instant.optional(), lte: instant.optional() }).optional(),
});

/** Needed to say which field is wrong, as Stripe does. */
function parsed<Schema extends z.ZodType>(schema: Schema, fields: FormFields): z.output<Schema> {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [first = "", ...rest] = issue?.path ?? [];
  const param = `${String(first)}${rest.map((part) => `[${String(part)}]`).join("")}`;
  const isMissing = fields[String(first)] === undefined;
  throw isMissing
    ? invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param })
    : invalidRequest(`Invalid ${param}: ${issue?.message}`, { code: "parameter_invalid", param });
}

function read(kind: string, path: string): ApiRoute[] {
  return [
    {
      method: "GET",
      path: `/v1/${path}/:id`,
      answer({ storage }, _fields, id) {
        const found = storage.find(id);
        if (found?.object !== kind) throw noSuch(kind, id);
        return found;
      },
    },
    {
      method: "GET",
      path: `/v1/${path}`,
      answer({ storage }, fields) {
        const { created, payment_intent, starting_after, type, limit } = parsed(listing, fields);
        const page = storage.list(kind, {
          ...{ paymentIntent: payment_intent, startingAfter: starting_after, type, limit },
          ...{ createdFrom: created?.gte, createdUntil: created?.lte },
        });
        return { object: "list", url: `/v1/${path}`, ...page };
      },
    },
  ];
}

/** What of Stripe's API there is. */
export const apiRoutes: readonly ApiRoute[] = [
  {
    method: "POST",
    path: "/v1/payment_intents",
    answer({ payments }, fields) {
      const { confirm, return_url, ...given } = parsed(
        z.object({
          ...{ amount: minorUnits, currency: z.string().regex(/^[a-z]{3}$/, "must be a currency"), metadata },
          ...{ description: text.optional(), payment_method: text.optional(), return_url: text.optional() },
          confirm: z.enum(["true", "false"]).optional(),
        }),
        fields,
      );
      const intent = payments.create(given);
      return confirm === "true" ? payments.confirm(intent.id, { return_url }) : intent;
    },
  },
  {
    method: "POST",
    path: "/v1/payment_intents/:id/confirm",
    answer: ({ payments }, fields, id) =>
      payments.confirm(id, parsed(z.object({ payment_method: text.optional(), return_url: text.optional() }), fields)),
  },
  {
    method: "POST",
    path: "/v1/payment_intents/:id/cancel",
    answer({ payments }, fields, id) {
      const { cancellation_reason } = parsed(z.object({ cancellation_reason: text.optional() }), fields);
      return payments.cancel(id, cancellation_reason);
    },
  },
  {
    method: "POST",
    path: "/v1/refunds",
    answer: ({ payments }, fields) =>
      payments.refund(
        parsed(
          z.object({
            ...{ payment_intent: text.optional(), charge: text.optional(), amount: minorUnits.optional(), metadata },
            reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
          }),
          fields,
        ),
      ),
  },
  ...read("payment_intent", "payment_intents"),
  ...read("refund", "refunds"),
  ...read("charge", "charges"),
  ...read("balance_transaction", "balance_transactions"),
  ...read("event", "events"),
];

const expandable = ["latest_charge", "balance_transaction", "charge", "payment_intent"];

/** An answer with what it names by id put in its place, as far as `expand` asks for it. */
export function expanded(storage: SimulatorStorage, answer: unknown, { expand }: FormFields): unknown {
  const wanted = typeof expand === "object" ? Object.values(expand).map(String) : [];
  const fields = wanted.map((path) => path.replace(/^data\./, "")).filter((field) => expandable.includes(field));
  const expandOne = (object: ApiObject): ApiObject => ({
    ...object,
    ...Object.fromEntries(
      fields.flatMap((field) => {
        const id = object[field];
        const found = typeof id === "string" ? storage.find(id) : undefined;
        return found ? [[field, found]] : [];
      }),
    ),
  });
  const { object, data } = answer as { readonly object: string; readonly data?: ApiObject[] };
  return object === "list" ? { ...(answer as object), data: data?.map(expandOne) } : expandOne(answer as ApiObject);
}
