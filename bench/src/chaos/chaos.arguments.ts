import { parseArgs } from "node:util";
import { Failure, sentenceOf } from "@careconnect/dev/failure";

export const brokerNames = ["pg-boss", "rabbitmq"] as const;

export type BrokerName = (typeof brokerNames)[number];

export interface ChaosArguments {
  /** Says what is killed when, and what becomes of each visit. */
  readonly seed: number;
  /** How long something is killed again and again. */
  readonly minutes: number;
  readonly bookings: number;
  readonly broker: BrokerName;
  /** Whether the data folder, with the databases and the logs, stays when something differs. */
  readonly keep: boolean;
}

const usage = `Usage: npm run chaos -- [--seed 1] [--minutes 1] [--bookings 500] [--broker ${brokerNames.join("|")}] [--keep]`;

/** Reads the command line; every number has a bound, so that no run goes on for hours. */
export function readChaosArguments(argv: readonly string[]): ChaosArguments {
  const values = parse(argv);
  const broker = brokerNames.find((name) => name === values.broker);
  if (!broker) throw new Failure(`--broker is "${values.broker}": it is one of ${brokerNames.join(", ")}.\n${usage}`);
  return {
    seed: numberOf("--seed", values.seed, 0, 1_000_000),
    minutes: numberOf("--minutes", values.minutes, 1, 30),
    bookings: numberOf("--bookings", values.bookings, 1, 500),
    broker,
    keep: values.keep,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seed: { type: "string", default: "1" },
        minutes: { type: "string", default: "1" },
        bookings: { type: "string", default: "500" },
        broker: { type: "string", default: "pg-boss" },
        keep: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    throw new Failure(`${sentenceOf(cause)}\n${usage}`, { cause });
  }
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isInteger(number) || number < least || number > most)
    throw new Failure(`${option} is "${text}": it is a whole number from ${least} to ${most}.\n${usage}`);
  return number;
}
