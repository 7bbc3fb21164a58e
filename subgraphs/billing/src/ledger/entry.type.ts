import { connectionType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { LedgerAccount } from "./ledger.account.ts";

@ObjectType({ description: "One side of a transaction of the ledger; those of one transaction add up to zero." })
export class LedgerEntry {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ID, { description: "The transaction's id, by which its sides are found." })
  transactionId!: string;

  @Field(() => LedgerAccount, { description: "Which account it moves." })
  account!: LedgerAccount;
}

export const LedgerEntryConnection = connectionType("LedgerEntry", () => LedgerEntry, "entries of the ledger");
