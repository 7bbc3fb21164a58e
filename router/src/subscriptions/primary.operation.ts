import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from "graphql";

/** What a subscription asks of the one subgraph that has the events. */
export interface PrimaryOperation {
  readonly service: string;
  /** The root field's name. */
  readonly field: string;
  readonly question: Question;
  /** The client's own position: what it gave as `after`. Null and undefined both mean from now on. */
  startsAfter(variables: Variables): unknown;
  /** How to go on after an event that has arrived; undefined when the field or the selection does not allow it. */
  readonly resumption: Resumption | undefined;
}

export type Variables = Readonly<Record<string, unknown>>;

export interface Question {
  readonly query: string;
  /** Names of the client's variables in it. */
  readonly uses: readonly string[];
}

export interface Resumption {
  readonly question: Question;
  /** The variable that takes the position. */
  readonly variable: string;
  cursorOf(data: unknown): string | undefined;
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("the plan has no operation");
  return operation;
}

function rootField(operation: OperationDefinitionNode): FieldNode {
  const field = operation.selectionSet.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value !== "__typename",
  );
  if (field === undefined) throw new Error("the plan has no root field");
  return field;
}

function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function cursorName(selections: SelectionSetNode | undefined): string | undefined {
  for (const selection of selections?.selections ?? []) {
    if (selection.kind === Kind.FIELD && selection.name.value === "cursor") return responseName(selection);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const name = cursorName(selection.selectionSet);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function used(operation: OperationDefinitionNode): Set<string> {
  const names = new Set<string>();
  visit(operation.selectionSet, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

function questionAfter(document: DocumentNode, field: FieldNode, positionVariable: string): Question {
  const name = { kind: Kind.NAME, value: positionVariable } as const;
  const variable = { kind: Kind.VARIABLE, name } as const;
  const moved = visit(document, {
    Field(node) {
      if (node !== field) return undefined;
      const after = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "after" }, value: variable } as const;
      const others = (node.arguments ?? []).filter((argument) => argument.name.value !== "after");
      return { ...node, arguments: [...others, after] };
    },
  });
  const operation = operationOf(moved);
  const names = used(operation);
  // A subgraph refuses an operation that declares a variable it does not use.
  const kept = (operation.variableDefinitions ?? []).filter((definition) => names.has(definition.variable.name.value));
  const named = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: "String" } } as const;
  const type = { kind: Kind.NON_NULL_TYPE, type: named } as const;
  const definition = { kind: Kind.VARIABLE_DEFINITION, variable, type } as const;
  const asked = { ...moved, definitions: [{ ...operation, variableDefinitions: [...kept, definition] }] };
  names.delete(positionVariable);
  return { query: print(asked), uses: [...names] };
}

/**
 * @param operation the text that the planner made for the subgraph
 * @param schema the public schema
 */
export function readPrimaryOperation(service: string, operation: string, schema: GraphQLSchema): PrimaryOperation {
  const parsed = parse(operation, { noLocation: true });
  // The planner names it after the client's operation: without the name, equal questions are equal texts.
  const document: DocumentNode = visit(parsed, {
    OperationDefinition: ({ name: _, ...unnamed }) => unnamed,
  });
  const unnamed = operationOf(document);
  const field = rootField(unnamed);
  const name = responseName(field);
  const given = field.arguments?.find((argument) => argument.name.value === "after")?.value;
  const defaults = Object.fromEntries(
    (unnamed.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
  const uses = [...used(unnamed)];
  const variable = uses.includes("resumeAfter") ? `resumeAfter${uses.join("")}` : "resumeAfter";
  const argument = schema
    .getSubscriptionType()
    ?.getFields()
    [field.name.value]?.args.find(({ name: argumentName }) => argumentName === "after");
  const cursor = cursorName(field.selectionSet);
  const resumable = argument !== undefined && cursor !== undefined && getNamedType(argument.type).name === "String";
  return {
    service,
    field: field.name.value,
    question: { query: print(document), uses },
    startsAfter: (variables) =>
      given === undefined ? undefined : valueFromASTUntyped(given, { ...defaults, ...variables }),
    resumption: resumable
      ? {
          question: questionAfter(document, field, variable),
          variable,
          cursorOf(data) {
            const found = property(property(data, name), cursor);
            return typeof found === "string" ? found : undefined;
          },
        }
      : undefined,
  };
}
