import {
  assertMay,
  eventStream,
  isSelfAlone,
  knownUuid,
  type LoggedEvent,
  ownRecordsOf,
  type RequestContext,
  type StreamedEvent,
  type SubscriptionContext,
} from "@careconnect/kit";
import { Arg, Ctx, Field, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import type { PaymentRow } from "./payment.entity.ts";
import { paymentEvents } from "./payment.events.ts";
import { readPayments } from "./payment.policy.ts";
import { readPayment } from "./payment.service.ts";
import { Payment } from "./payment.type.ts";

@ObjectType({ description: "A change of a payment." })
export class PaymentChange {
  @Field(() => String, {
    description: "Where this change stands: subscribe with it as `after` to be told of what follows.",
  })
  cursor!: string;

  @Field(() => Payment, {
    nullable: true,
    description: "The payment as it is now: of two quick changes, both may show what the second left.",
  })
  payment!: PaymentRow | null;
}

interface Subscriber {
  readonly context: SubscriptionContext;
  readonly args: { readonly patientId?: string | null; readonly after?: string | null };
}

/** The changes of payments, of one patient's if that is asked for. */
function paymentChanges({ context, args }: Subscriber): Promise<AsyncIterable<StreamedEvent>> {
  const reach = assertMay(context, readPayments);
  const own = new Set(ownRecordsOf(context.viewer));
  const wanted = args.patientId ? knownUuid(args.patientId) : undefined;
  const types = new Set(paymentEvents.map(({ type }) => type));
  return eventStream(context, {
    field: "paymentChanged",
    after: args.after,
    // The resolver decides; this spares a patient's subscription from looking up everybody else's payments.
    wants: ({ type, payload }: LoggedEvent) =>
      types.has(type) &&
      (wanted === undefined || wanted === payload.patientId) &&
      (!isSelfAlone(reach) || own.has(String(payload.patientId))),
  });
}

/** Null, which is not delivered, for a change of a payment that the viewer may not see. */
@Resolver()
export class PaymentChangeResolver {
  @Subscription(() => PaymentChange, {
    nullable: true,
    description:
      "Payments as they are begun, received, declined, given up and given back, as far as the viewer may see them. For who may ask for `payments`.",
    subscribe: (subscriber: Subscriber) => paymentChanges(subscriber),
  })
  async paymentChanged(
    @Ctx() context: RequestContext,
    @Root() { cursor, event }: StreamedEvent,
    @Arg("patientId", () => ID, { nullable: true, description: "Of this patient alone." }) _patientId: string | null,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "The cursor of the last change that is known: what was missed since is replayed. Without it, what is to come.",
    })
    _after: string | null,
  ): Promise<PaymentChange | null> {
    const payment = await readPayment(context, event.aggregateId);
    return payment && { cursor, payment };
  }
}
