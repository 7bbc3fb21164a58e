import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from "graphql";
import type { SubgraphSdl } from "./composition.ts";

/** Every element of the public API that has no description. */
export function missingDescriptions(api: GraphQLSchema): string[] {
  const missing: string[] = [];
  const check = (path: string, element: { readonly description?: string | null | undefined }) => {
    if (!element.description) missing.push(`${path} has no description.`);
  };
  const roots = new Set([api.getQueryType(), api.getMutationType(), api.getSubscriptionType()]);
  for (const type of Object.values(api.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (!isObjectType(type) || !roots.has(type)) check(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field);
        for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
    }
  }
  return missing;
}

const isExternal = ({ directives }: FieldDefinitionNode) =>
  directives?.some((directive) => directive.name.value === "external") ?? false;

const roots = new Set(["Query", "Mutation", "Subscription"]);

/**
 * Fields that would turn one dead subgraph into `data: null`: roots, fields that a subgraph adds to another's entity,
 * and references to another's entity must all be nullable. An entity's home is the subgraph that describes it, and what is
 * external is its home's.
 */
export function nonNullAcrossSubgraphs(subgraphs: readonly SubgraphSdl[]): string[] {
  const problems: string[] = [];
  for (const { name, sdl } of subgraphs) {
    const types = parse(sdl).definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
    const foreign = new Set(types.filter(isForeignEntity).map((type) => type.name.value));
    for (const type of types) {
      const typeName = type.name.value;
      const keys = keyFields(type);
      for (const field of type.fields ?? []) {
        const path = `${name}: ${typeName}.${field.name.value}`;
        if (roots.has(typeName)) {
          if (isNonNull(field)) problems.push(`${path} is a root field and must be nullable.`);
        } else if (foreign.has(typeName) && !keys.has(field.name.value) && !isExternal(field)) {
          if (isNonNull(field)) problems.push(`${path} is added to another subgraph's entity and must be nullable.`);
        } else if (foreign.has(namedType(field.type)) && isNonNull(field)) {
          problems.push(`${path} refers to another subgraph's entity and must be nullable.`);
        }
      }
    }
  }
  return problems;
}

function isForeignEntity(type: ObjectTypeDefinitionNode): boolean {
  return type.description === undefined && (type.directives ?? []).some(isKey);
}

function isKey(directive: ConstDirectiveNode): boolean {
  return directive.name.value === "key";
}

function keyFields(type: ObjectTypeDefinitionNode): Set<string> {
  const names = new Set<string>();
  for (const directive of (type.directives ?? []).filter(isKey)) {
    for (const argument of directive.arguments ?? []) {
      if (argument.name.value === "fields" && argument.value.kind === Kind.STRING) {
        for (const field of argument.value.value.split(/\W+/)) names.add(field);
      }
    }
  }
  return names;
}

function isNonNull(field: FieldDefinitionNode): boolean {
  return field.type.kind === Kind.NON_NULL_TYPE;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
