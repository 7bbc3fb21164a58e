import { PaymentMethod } from "../../graphql/graphql.ts";

/** How money is received at the desk: what came in another way tells so itself. */
export const recordableMethods = [
  PaymentMethod.Cash,
  PaymentMethod.CardTerminal,
  PaymentMethod.BankTransfer,
] as const satisfies readonly PaymentMethod[];
