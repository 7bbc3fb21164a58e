import { type ChangeEvent, type RefObject, useEffect, useRef, useState } from "react";
import * as z from "zod/mini";
import { type Attempt, createAttemptKeys } from "../graphql/attempt-key.ts";
import type { Outcome, UserError } from "../graphql/command.ts";
import { refusalText } from "../graphql/refusal-text.ts";
import type { Translate } from "../i18n/texts.ts";
import { useTranslation } from "../i18n/use-translation.ts";
import { announceCommand } from "../live/command-channel.ts";
import { useViewer } from "../viewer.ts";
import { dropDraft, keepDraft, readDraft } from "./draft-store.ts";
import { issueText } from "./fields.ts";

const draftMilliseconds = 400;

/** What is wrong, by the field: `reason`, `lines.0.price`; what belongs to none is `form`. */
export type Problems = Readonly<Record<string, string>>;

export interface FormOptions<Values extends object, Input, Payload> {
  /** What the fields hold, and what is sent of it. */
  readonly schema: z.core.$ZodType<Input, Values>;
  readonly initial: Values;
  /** Where what was typed is kept until it is sent or given up: a name of the form and of what it is about. */
  readonly draft?: string;
  /** The words on the button that sends it, for when no answer comes. */
  readonly action: string;
  /** Sends it. Nothing of `input` changes between tries with the same key. */
  readonly send: (input: Input, idempotencyKey: string) => Promise<Outcome<Payload>>;
  /** Whether closing it would lose something; by default as soon as anything differs from `initial`. */
  readonly isWritten?: (values: Values) => boolean;
  /** Called when the server has answered, whatever it said: what is shown may be out of date. */
  readonly onAnswer?: (outcome: Outcome<Payload>) => void;
  readonly onDone: (payload: Payload, input: Input) => void;
  /** The field that a refusal is about, where its own path does not say. */
  readonly placeOf?: (error: UserError) => string | undefined;
  /** What is said of a refusal, where an area has texts of its own. */
  readonly explain?: (error: UserError) => string;
}

export interface Form<Values extends object> {
  readonly values: Values;
  readonly set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  /** For fields that hand out their value: selects, numbers, dates. */
  readonly field: <Name extends keyof Values & string>(
    name: Name,
  ) => { readonly value: Values[Name]; readonly error: string | undefined; onChange: (value: Values[Name]) => void };
  /** For text fields. */
  readonly text: <Name extends keyof Values & string>(
    name: Name,
  ) => {
    readonly value: string;
    readonly error: string | undefined;
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  };
  /** What is wrong at a place within a field: `lines.0.price`. */
  readonly problem: (place: string) => string | undefined;
  /** Whether closing it would lose something. */
  readonly written: boolean;
  /** What was typed at another time is here again. */
  readonly restored: boolean;
  readonly sending: boolean;
  readonly submit: () => void;
  /** Gives up what was typed, here and where it was kept. */
  readonly discard: () => void;
  /** Goes around the fields: the first that is wrong takes the focus. */
  readonly fields: RefObject<HTMLDivElement | null>;
}

/** A form: one schema for what it holds, refusals at their fields, nothing lost that was typed, nothing sent twice. */
export function useForm<Values extends object, Input extends object, Payload>(
  options: FormOptions<Values, Input, Payload>,
): Form<Values> {
  const { schema, initial, draft, action, send, isWritten, onAnswer, onDone } = options;
  const { t } = useTranslation();
  const { placeOf = (error) => placeIn(values, error), explain = (error) => refusalText(error, t) } = options;
  const { id: userId } = useViewer();
  const [start] = useState(() => {
    const kept = draft === undefined ? null : readDraft(userId, draft);
    return { kept: isObject(kept), values: isObject(kept) ? { ...initial, ...kept } : initial };
  });
  const [values, setValues] = useState<Values>(start.values);
  const [restored, setRestored] = useState(start.kept);
  const [problems, setProblems] = useState<Problems>({});
  const [sending, setSending] = useState(false);
  const attempt = draft === undefined ? null : `${draft}:attempt`;
  const [keys] = useState(() => createAttemptKeys(attempt === null ? undefined : readAttempt(userId, attempt)));
  const [refused, setRefused] = useState<Problems | null>(null);
  const [sent, setSent] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const written = !sent && (isWritten?.(values) ?? JSON.stringify(values) !== JSON.stringify(initial));

  useEffect(() => {
    if (draft === undefined) {
      return;
    }
    const timer = setTimeout(
      () => (written ? keepDraft(userId, draft, values) : dropDraft(userId, draft)),
      draftMilliseconds,
    );
    return () => clearTimeout(timer);
  }, [draft, userId, values, written]);

  // What is wrong may be out of sight, or of what has no field to say it at.
  useEffect(() => {
    const [first] = Object.values(refused ?? {});
    if (refused === null || first === undefined) {
      return;
    }
    const wrong = fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const told = fields.current?.textContent ?? "";
    if (!wrong && !Object.values(refused).some((text) => told.includes(text))) {
      setProblems((before) => ({ form: first, ...before }));
    }
    wrong?.focus();
  }, [refused]);

  function refuse(why: Problems): void {
    setProblems(why);
    setRefused(why);
  }

  function set<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    setValues((before) => ({ ...before, [name]: value }));
    setSent(false);
    // What is said of a field, or of a place within it, holds until that changes.
    const after = { ...values, [name]: value };
    const holds = (place: string) => {
      const path = place.split(".");
      const isWithin = path.length > 1 && nearestAt(values, path) === nearestAt(after, path);
      return place !== "form" && (path[0] !== name || isWithin);
    };
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([place]) => holds(place))));
  }

  function answered(): void {
    keys.answered();
    if (attempt !== null) {
      dropDraft(userId, attempt);
    }
  }

  function forget(): void {
    if (draft !== undefined) {
      dropDraft(userId, draft);
    }
    setRestored(false);
  }

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    const read = z.safeParse(schema, values);
    if (!read.success) {
      refuse(problemsOfIssues(read.error.issues, values, t));
      return;
    }
    setSending(true);
    setProblems({});
    const key = keys.keyFor(read.data);
    if (attempt !== null) {
      // Whoever comes back before it is answered sends it again as the same.
      keepDraft(userId, attempt, { input: JSON.stringify(read.data), key });
    }
    const outcome = await send(read.data, key);
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action }) });
      return;
    }
    answered();
    onAnswer?.(outcome);
    if (outcome.kind === "refused") {
      refuse(problemsOfErrors(outcome.errors, placeOf, explain));
      return;
    }
    announceCommand(userId);
    forget();
    setSent(true);
    onDone(outcome.payload, read.data);
  }

  const problemAt = (place: string) => problems[place] ?? problemWithin(problems, values, place);

  return {
    values,
    set,
    field: (name) => ({
      value: values[name],
      error: problemAt(name),
      onChange: (value) => set(name, value),
    }),
    text: (name) => ({
      value: String(values[name] ?? ""),
      error: problemAt(name),
      onChange: ({ currentTarget }) => set(name, currentTarget.value as Values[typeof name]),
    }),
    problem: problemAt,
    written,
    restored: restored && written,
    sending,
    submit: () => void submit(),
    discard() {
      answered();
      forget();
      setValues(initial);
      setProblems({});
    },
    fields,
  };
}

/** What was sent from this form and never answered, in this window or before it. */
function readAttempt(userId: string, name: string): Attempt | undefined {
  const kept = readDraft(userId, name) as Partial<Attempt> | null;
  return typeof kept?.input === "string" && typeof kept.key === "string"
    ? { input: kept.input, key: kept.key }
    : undefined;
}

/** What is wrong with one of several that are chosen, or written, in one field, which has no other place to say it. */
function problemWithin(problems: Problems, values: object, at: string): string | undefined {
  const value = valueAt(values, at.split("."));
  const isOne = typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
  return isOne ? Object.entries(problems).find(([place]) => place.startsWith(`${at}.`))?.[1] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function problemsOfIssues(issues: readonly z.core.$ZodIssue[], values: object, t: Translate): Problems {
  const problems: Record<string, string> = {};
  for (const issue of issues) {
    problems[issue.path.join(".") || "form"] ??= issueText(issue, valueAt(values, issue.path), t);
  }
  return problems;
}

function valueAt(values: object, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (isObject(at) ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    values,
  );
}

/** What is at a path, or where it ends within something written: at `name.1` the name. */
function nearestAt(values: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : at),
    values,
  );
}

function problemsOfErrors(
  errors: readonly UserError[],
  placeOf: (error: UserError) => string | undefined,
  explain: (error: UserError) => string,
): Problems {
  const problems: Record<string, string> = {};
  for (const error of errors) {
    problems[placeOf(error) ?? "form"] ??= explain(error);
  }
  return problems;
}

/** A refusal's path from the first step on that is a field of the form: `input.lines.0.price` is `lines.0.price`. */
function placeIn(values: object, { field }: UserError): string | undefined {
  const path = field ?? [];
  const start = path.findIndex((step) => Object.hasOwn(values, step));
  return start === -1 ? undefined : path.slice(start).join(".");
}
