import { parseArgs } from "node:util";
import { validate } from "uuid";
import { ConfigurationError } from "../config/config.ts";

export interface RotationArguments {
  /** This organization alone; undefined means all. */
  readonly organizationId: string | undefined;
  /** The key file gets a further key first, and data keys are wrapped with it. */
  readonly withKeyFile: boolean;
}

const usage = "Usage: rotate-keys [--organization <id>] [--key-file].";

/** Reads what follows `rotate-keys`. */
export function readRotationArguments(given: readonly string[]): RotationArguments {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: { organization: { type: "string" }, "key-file": { type: "boolean", default: false } },
    });
    if (values.organization !== undefined && !validate(values.organization))
      throw new ConfigurationError(`${values.organization} is not the id of an organization.`);
    return { organizationId: values.organization, withKeyFile: values["key-file"] };
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(usage);
  }
}
