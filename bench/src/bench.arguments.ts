import { parseArgs } from "node:util";
import { Failure, sentenceOf } from "@careconnect/dev/failure";

export const scenarioNames = [
  "dashboard",
  "search",
  "slots",
  "booking",
  "billing",
  "subscriptions",
  "history",
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export interface BenchArguments {
  /** Sizes of the clinic, one system each. */
  readonly patients: readonly number[];
  /** How long each single run lasts. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly sockets: number;
  readonly only: readonly ScenarioName[];
  /** Where every process leaves a CPU profile when it ends. */
  readonly profile?: string;
}

const usage =
  "Usage: npm run bench -- [--patients 1000,100000] [--seconds 10] [--rounds 3] [--connections 32] [--sockets 1000] " +
  `[--only ${scenarioNames.join(",")}] [--profile <folder>]`;

/** Reads the command line; every number has a bound, so that no run goes on for hours. */
export function readArguments(argv: readonly string[]): BenchArguments {
  const values = parse(argv);
  return {
    patients: values.patients.split(",").map((text) => numberOf("--patients", text, 100, 200_000)),
    seconds: numberOf("--seconds", values.seconds, 1, 120),
    rounds: numberOf("--rounds", values.rounds, 1, 20),
    connections: numberOf("--connections", values.connections, 1, 256),
    sockets: numberOf("--sockets", values.sockets, 1, 5_000),
    only: values.only.split(",").map(scenarioOf),
    ...(values.profile !== undefined && { profile: values.profile }),
  };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        patients: { type: "string", default: "1000,100000" },
        seconds: { type: "string", default: "10" },
        rounds: { type: "string", default: "3" },
        connections: { type: "string", default: "32" },
        sockets: { type: "string", default: "1000" },
        only: { type: "string", default: scenarioNames.join(",") },
        profile: { type: "string" },
      },
    });
    return values;
  } catch (cause) {
    throw new Failure(`${sentenceOf(cause)}\n${usage}`, { cause });
  }
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && least <= number && number <= most) return number;
  throw new Failure(`${option} takes whole numbers from ${least} to ${most}, and "${text}" is none.\n${usage}`);
}

function scenarioOf(text: string): ScenarioName {
  const name = scenarioNames.find((known) => known === text);
  if (name) return name;
  throw new Failure(`--only takes ${scenarioNames.join(", ")}, and "${text}" is none of them.\n${usage}`);
}
