import type { TypedDocumentNode } from "@urql/core";
import { useState } from "react";
import { useClient } from "urql";
import { createAttemptKeys } from "../graphql/attempt-key.ts";
import { sendCommand, type UserError } from "../graphql/command.ts";

/** What is wrong, at each field of a form; `form` is what concerns all of it. */
export type Problems<Place extends string> = Partial<Record<Place | "form", string>>;

interface Payload {
  readonly userErrors: readonly UserError[];
}

interface CommandForm<Data, Input extends object, Answer extends Payload, Place extends string> {
  readonly document: TypedDocumentNode<Data, { input: Input & { idempotencyKey?: string | null } }>;
  readonly select: (data: Data) => Answer | null;
  /** What is to be sent, or what has to be mended before. */
  readonly read: () => { readonly input: Input } | { readonly problems: Problems<Place> };
  /** The field of the form that an input field is written in, where their names differ. */
  readonly placeOf?: Readonly<Record<string, Place>>;
  readonly places: readonly Place[];
  readonly explain: (error: UserError) => string;
  /** What is said when no answer came. */
  readonly unanswered: string;
  readonly onDone: (answer: Answer) => void;
  /** The server has answered, whatever it was. */
  readonly onAnswer?: () => void;
}

/** A form that sends one command: hints first, then what the server refuses at its fields. Nothing is sent twice. */
export function useCommandForm<Data, Input extends object, Answer extends Payload, Place extends string>(
  form: CommandForm<Data, Input, Answer, Place>,
) {
  const client = useClient();
  const [keys] = useState(createAttemptKeys);
  const [problems, setProblems] = useState<Problems<Place>>({});
  const [sending, setSending] = useState(false);

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    const read = form.read();
    if ("problems" in read) {
      setProblems(read.problems);
      return;
    }
    setSending(true);
    setProblems({});
    const outcome = await sendCommand<Data, Input & { idempotencyKey?: string | null }, Answer>(
      client,
      form.document,
      { ...read.input, idempotencyKey: keys.keyFor(read.input) },
      form.select,
    );
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: form.unanswered } as Problems<Place>);
      return;
    }
    keys.answered();
    form.onAnswer?.();
    if (outcome.kind === "refused") {
      setProblems(placed(outcome.errors, form));
      return;
    }
    form.onDone(outcome.payload);
  }

  return {
    problems,
    sending,
    submit: () => void submit(),
    /** What was wrong is being mended. */
    mend: (place: Place) => setProblems((before) => ({ ...before, [place]: undefined, form: undefined })),
  };
}

interface Placing<Place extends string> {
  readonly places: readonly Place[];
  readonly placeOf?: Readonly<Record<string, Place>>;
  readonly explain: (error: UserError) => string;
}

function placed<Place extends string>(
  errors: readonly UserError[],
  { places, placeOf = {}, explain }: Placing<Place>,
): Problems<Place> {
  const problems: Problems<Place> = {};
  for (const error of errors) {
    const place =
      error.field
        ?.map((name) => placeOf[name] ?? places.find((known) => known === name))
        .find((known) => known !== undefined) ?? "form";
    problems[place] ??= explain(error);
  }
  return problems;
}
