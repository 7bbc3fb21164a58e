import type { EntityManager } from "@mikro-orm/postgresql";
import { validate } from "uuid";
import { z } from "zod";
import { requireRecordsOf, withRecordsOfNow } from "../alias/viewer.records.ts";
import type { AuditNote } from "../audit/audit.entries.ts";
import { erasedConstraint, erasedSentence } from "../erasure/erasure.guard.ts";
import type { CommandContext } from "../outbox/command.context.ts";
import { type CommandAction, runInTransaction, type UnitOfWork } from "../outbox/unit.of.work.ts";
import { retryingDeadlocks } from "../persistence/deadlock.retry.ts";
import { assertMay, type Rule } from "../policy/policy.ts";
import type { Reach } from "../policy/reach.ts";
import { requireUnrestricted } from "../restriction/restricted.patients.ts";
import { describeFault } from "../telemetry/fault.ts";
import { invalidField, validationErrors, withoutValue } from "./field.sentence.ts";
import { claimKey, hashOf, type IdempotentCall, isAnswered, storeOutcome } from "./idempotency.ts";
import { rememberInput } from "./limit.catalogue.ts";
import { pathsOfNul, withoutNul } from "./stored.text.ts";
import { CommandRefusal, type UserError } from "./user.error.ts";

/** What a command did: the id of the record that it changed, or why it changed nothing. */
export interface CommandOutcome {
  readonly id: string | null;
  readonly userErrors: readonly UserError[];
}

/** A command's transaction, which remembers what it was about when it is refused. */
export type CommandUnit = UnitOfWork;

export interface CommandDefinition<Body> {
  /** The mutation's name: idempotency keys are scoped by it. */
  readonly name: string;
  readonly rule: Rule;
  /** The type of the record that is changed, for the audit entry. */
  readonly entityType: string;
  /**
   * Checks and normalizes the input; what is wrong is answered as VALIDATION_FAILED with the field's path. Text has no NUL
   * when it comes here.
   */
  readonly schema: z.ZodType<Body>;
  /**
   * Runs before the transaction opens, and while no connection is held: for what has to be waited for. It changes
   * nothing and refuses nothing, and a replay does not wait for it.
   */
  readonly before?: (context: CommandContext, body: Body, reach: Reach) => Promise<void>;
  /** Makes the change in the open transaction and answers with the record's id; throws {@link CommandRefusal} to refuse. */
  readonly run: (unit: CommandUnit, body: Body, context: CommandContext, reach: Reach) => Promise<string>;
  /**
   * Why it is done of patients whose processing was restricted, too, for administrators and for the patient; without a reason
   * it is refused. `forAnybody` is one for those, too, who find nobody otherwise: what tells nobody whether there is somebody.
   */
  readonly whileRestricted?: string | { readonly forAnybody: string };
  /** Constraints of the database that a body may run into, and how the caller is told; by a function, of what they gave. */
  readonly conflicts?: Readonly<Record<string, UserError | ((body: Body) => UserError)>>;
}

export type CommandInput = object & { readonly idempotencyKey?: string | null };

const idempotencyKey = z.string().trim().min(1).max(255);

/**
 * Declares a command. Permission comes first, then validation; then one transaction holds the change, its events, its
 * audit entry and its idempotency record. A deadlock is tried again, a refusal rolls the change back and is remembered
 * under the key like a success.
 */
export function defineCommand<Body>(
  definition: CommandDefinition<Body>,
): (context: CommandContext, input: CommandInput) => Promise<CommandOutcome> {
  rememberInput(definition.name, definition.schema);
  return async (context, { idempotencyKey: key, ...input }) => {
    const reach = assertMay(context, definition.rule);
    const notStorable = pathsOfNul({ ...input, idempotencyKey: key });
    if (notStorable.length > 0) return refused(notStorable.map((path) => invalidField(path, withoutNul)));
    const body = definition.schema.safeParse(input, { error: withoutValue });
    const parsedKey = idempotencyKey.optional().safeParse(key ?? undefined);
    if (!body.success) return refused(validationErrors(body.error));
    if (!parsedKey.success) return refused([{ ...invalidKey }]);

    const call = parsedKey.data && {
      mutation: definition.name,
      key: parsedKey.data,
      bodyHash: hashOf(input, context.viewer.organizationId),
    };
    const { before } = definition;
    if (before && !(call && (await isAnswered(context.em.fork(), context, call))))
      await before(context, body.data, reach);
    const attempt = async (em: EntityManager) => {
      const viewer = await withRecordsOfNow(em, context.viewer);
      const current = viewer === context.viewer ? context : { ...context, viewer };
      return attemptChange(em, current, definition, body.data, assertMay(current, definition.rule));
    };
    return retryingDeadlocks(() =>
      context.em.fork().transactional((em) => (call ? onlyOnce(em, context, call, attempt) : attempt(em))),
    );
  };
}

async function onlyOnce(
  em: EntityManager,
  context: CommandContext,
  call: IdempotentCall,
  attempt: (em: EntityManager) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const claim = await claimKey(em, context, call);
  if (claim.kind === "replay") return claim.outcome;
  if (claim.kind === "reused") return refused([{ ...reusedKey }]);
  const outcome = await attempt(em);
  await storeOutcome(em, context, call, outcome);
  return outcome;
}

/** Makes the change behind a savepoint, so that a refusal takes back the change and not the record of the refusal. */
async function attemptChange<Body>(
  em: EntityManager,
  context: CommandContext,
  definition: CommandDefinition<Body>,
  body: Body,
  reach: Reach,
): Promise<CommandOutcome> {
  const { whileRestricted } = definition;
  const action: CommandAction = {
    ...{ action: definition.rule.action, entityType: definition.entityType },
    ...(typeof whileRestricted !== "object" && {
      mayConcern: (em: EntityManager, patientIds: readonly string[]) =>
        requireUnrestricted({ em, viewer: context.viewer }, patientIds, {
          ...{ field: patientField(body), isDoneAllTheSame: whileRestricted !== undefined },
        }),
    }),
  };
  const touched = new Map<string, string | null>();
  try {
    const id = await runInTransaction(em, context, action, async (unit) => {
      const touch = (id: string, patientId?: string) => {
        touched.set(id, patientId ?? touched.get(id) ?? null);
        unit.touch(id, patientId);
      };
      const changed = await definition.run({ ...unit, touch }, body, context, reach);
      await requireRecordsOf(unit.em, context.viewer);
      touch(changed);
      return changed;
    });
    return { id, userErrors: [] };
  } catch (error) {
    const userErrors = refusalOf(error, definition, body);
    if (!userErrors) throw error;
    await context.audit.refused(em, refusedNotes(definition, touched, body));
    return refused(userErrors);
  }
}

/** What a refused command was about: the record that it found or its input names, and the patient whom its input names. */
function refusedNotes(
  { rule, entityType }: Pick<CommandDefinition<never>, "rule" | "entityType">,
  touched: ReadonlyMap<string, string | null>,
  body: unknown,
): AuditNote[] {
  const action = { action: rule.action, entityType };
  const { id, patientId } = body as { readonly id?: unknown; readonly patientId?: unknown };
  const found = new Map(touched);
  if (isUuid(id) && !found.has(id)) found.set(id, null);
  return [
    { ...action, records: [...found].map(([id, patientId]) => ({ id, patientId })) },
    ...(isUuid(patientId) ? [{ ...action, entityType: "Patient", records: [{ id: patientId }] }] : []),
  ];
}

function isUuid(value: unknown): value is string {
  return typeof value === "string" && validate(value);
}

function refusalOf<Body>(
  error: unknown,
  definition: Pick<CommandDefinition<Body>, "conflicts">,
  body: Body,
): readonly UserError[] | undefined {
  if (error instanceof CommandRefusal) return error.userErrors;
  if (error instanceof Error && error.name === "OptimisticLockError") return [{ ...versionConflict }];
  const { constraint } = describeFault(error);
  if (constraint === erasedConstraint) return [patientErased(body)];
  const conflict = constraint === undefined ? undefined : definition.conflicts?.[constraint];
  return conflict && [typeof conflict === "function" ? conflict(body) : conflict];
}

/** The guards of the tables refuse whatever would be written of somebody who was erased. */
function patientErased(body: unknown): UserError {
  return { code: "PATIENT_ERASED", field: patientField(body), message: erasedSentence };
}

/** The path of the input's field that says whom, or what of them, a command is about. */
function patientField(body: unknown): string[] {
  const field = ["patientId", "id"].find((name) => name in (body as object));
  return field ? [field] : [];
}

const refused = (userErrors: readonly UserError[]): CommandOutcome => ({ id: null, userErrors });

const versionConflict: UserError = {
  code: "VERSION_CONFLICT",
  field: ["expectedVersion"],
  message: "Somebody else changed this record meanwhile: read it again and decide anew.",
};

const reusedKey: UserError = {
  code: "IDEMPOTENCY_KEY_REUSED",
  field: ["idempotencyKey"],
  message: "This key was used with other input within the last 24 hours: use a new key for a new command.",
};

const invalidKey: UserError = {
  code: "VALIDATION_FAILED",
  field: ["idempotencyKey"],
  message: "An idempotency key has 1 to 255 characters.",
};

/** Refuses the command when the caller decided on an older version than there is. */
export function requireVersion(row: { readonly version: number }, expected: number | undefined): void {
  if (expected !== undefined && expected !== row.version) {
    throw new CommandRefusal(versionConflict.code, versionConflict.field, versionConflict.message);
  }
}
