import { assertMay, Money, type RequestContext } from "@careconnect/kit";
import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import { LedgerAccount } from "./ledger.account.ts";
import { readLedger } from "./ledger.policy.ts";
import { type AccountBalance, accountBalances } from "./ledger.query.ts";

@ObjectType({ description: "What an account of the ledger comes to in one currency: the sum of its entries." })
export class LedgerBalance {
  @Field(() => LedgerAccount, { description: "Which account." })
  account!: LedgerAccount;
}

@Resolver(() => LedgerBalance)
export class LedgerResolver {
  @Query(() => [LedgerBalance], {
    nullable: true,
    description:
      "What the accounts of the ledger come to, those alone that were ever moved; of each currency they add up to zero. For administrators and the front desk.",
  })
  ledgerBalances(@Ctx() context: RequestContext): Promise<AccountBalance[]> {
    assertMay(context, readLedger);
    return accountBalances(context.em.fork());
  }

  @FieldResolver(() => Money, {
    description: "Debits less credits: positive where money is, negative where it is owed.",
  })
  balance(@Root() { amount, currency }: AccountBalance): Money {
    return { amount, currency };
  }
}
