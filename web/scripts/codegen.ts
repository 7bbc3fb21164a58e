import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type CodegenConfig, generate } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type NamedTypeNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

const web = path.resolve(import.meta.dirname, "..");
const generated = path.join(web, "src/graphql");
const schemaFile = process.env.CARECONNECT_SCHEMA ?? path.join(web, "../schema/api.graphql");
const manifestFile = path.join(web, "../schema/operations/manifest.json");

const config: CodegenConfig = {
  cwd: web,
  schema: schemaFile,
  documents: ["src/**/*.graphql"],
  silent: true,
  generates: {
    "src/graphql/": {
      preset: "client",
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: {
          mode: "embedHashInDocument",
          // The built-in algorithms prefix the digest; the router's manifest is keyed by the bare hexadecimal one.
          hashAlgorithm: (operation: string) => createHash("sha256").update(operation).digest("hex"),
        },
      },
      // Persisted answers hold exactly what the manifest asks for: without __typename the cache could not normalise.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: {
        useTypeImports: true,
        enumType: "const",
        strictScalars: true,
        defaultScalarType: "unknown",
        scalars: { DateTime: "string", Date: "string", Currency: "string", MinorUnits: "number" },
      },
    },
  },
};

/**
 * Gives each document a module of its own, which `graphql.ts` passes on: the bundler puts it where it is used, not all
 * of them into the first chunk.
 */
async function separateDocuments(): Promise<void> {
  const file = path.join(generated, "graphql.ts");
  const folder = path.join(generated, "documents");
  const lines = (await readFile(file, "utf8")).split("\n");
  const document = /^export const (\w+Document) = (.*) as unknown as DocumentNode<(\w+), (\w+)>;$/;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const kept: string[] = [];
  for (const line of lines) {
    const [, name, tree, data, variables] = document.exec(line) ?? [];
    if (name === undefined) {
      // What a fragment asks for stands in each document that spreads it.
      if (!/^(export const \w+FragmentDoc|import type .* as DocumentNode)/.test(line)) {
        kept.push(line);
      }
      continue;
    }
    kept.push(`export { ${name} } from "./documents/${name}.ts";`);
    const source = [
      'import type { TypedDocumentNode } from "@graphql-typed-document-node/core";',
      `import type { ${data}, ${variables} } from "../graphql.ts";`,
      `export const ${name} = ${tree} as unknown as TypedDocumentNode<${data}, ${variables}>;`,
    ];
    await writeFile(path.join(folder, `${name}.ts`), `${source.join("\n")}\n`);
  }
  await writeFile(file, kept.join("\n"));
  // The preset's `graphql()` function knows all of them as well.
  await Promise.all(["gql.ts", "index.ts"].map((name) => rm(path.join(generated, name))));
}

// The plain hash of a document is its name: sorted keys keep the committed manifest's diff to what really changed.
async function publishManifest(): Promise<void> {
  const emitted = JSON.parse(await readFile(path.join(generated, "persisted-documents.json"), "utf8")) as Record<
    string,
    string
  >;
  const sorted = Object.fromEntries(Object.entries(emitted).sort(([left], [right]) => left.localeCompare(right)));
  await mkdir(path.dirname(manifestFile), { recursive: true });
  await writeFile(manifestFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

/**
 * What the cache has to know of the schema: the fields that our documents ask for, and what they lead to. Every browser
 * loads it first, so it is written briefly; `src/app/cache-schema.ts` reads it.
 */
async function publishCacheSchema(): Promise<void> {
  const schema = buildSchema(await readFile(schemaFile, "utf8"));
  const asked = await askedFields(schema);
  const types: Record<string, Record<string, string>> = {};
  for (const place of [...asked].sort()) {
    const [typeName = "", fieldName = ""] = place.split(".");
    const type = schema.getType(typeName);
    if (!isObjectType(type)) {
      throw new Error(`${typeName} is no object type: teach the cache's schema what it is.`);
    }
    const field = type.getFields()[fieldName];
    // Of every type itself, `__typename`.
    if (field !== undefined) {
      types[typeName] = { ...types[typeName], [fieldName]: briefly(field.type) };
    }
  }
  await writeFile(path.join(generated, "cache-schema.json"), JSON.stringify(withCommandsApart(types)));
}

/** Commands that answer as nearly all do, with what they are about and why they were refused, are said by that type alone. */
function withCommandsApart({ Mutation = {}, ...types }: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const commands: Record<string, string> = {};
  for (const [name, payload] of Object.entries(Mutation)) {
    const { userErrors, ...about } = types[payload] ?? {};
    const [[field, type] = ["", ""], ...more] = Object.entries(about);
    const isUsual = type !== "" && capitalized(field) === type && more.length === 0 && userErrors === "![!UserError";
    if (isUsual && payload === `${capitalized(name)}Payload`) {
      commands[name] = type;
    }
  }
  const written = new Set([
    ...Object.keys(commands),
    ...Object.keys(commands).map((name) => `${capitalized(name)}Payload`),
  ]);
  const without = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !written.has(name)));
  return { types: { ...without(types), Mutation: without(Mutation) }, commands };
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** `![!Patient` is a list of patients of which none, and not the list either, is null; a scalar has no name. */
function briefly(type: GraphQLOutputType): string {
  if (isNonNullType(type)) {
    return `!${briefly(type.ofType)}`;
  }
  if (isListType(type)) {
    return `[${briefly(type.ofType)}`;
  }
  return isObjectType(type) ? type.name : "";
}

/** Every `Type.field` that a document asks for. */
async function askedFields(schema: GraphQLSchema): Promise<Set<string>> {
  const asked = new Set<string>();
  for await (const file of glob("src/**/*.graphql", { cwd: web })) {
    const info = new TypeInfo(schema);
    const note = () => {
      const [parent, field] = [info.getParentType(), info.getFieldDef()];
      if (parent && field) asked.add(`${parent.name}.${field.name}`);
    };
    visit(parse(await readFile(path.join(web, file), "utf8")), visitWithTypeInfo(info, { Field: note }));
  }
  return asked;
}

/** How long a text may be, as the schema says it: "1 to 500 characters", "up to 100 characters", "100 characters at most". */
const lengthInWords = /(?:(\d[\d,]*) to )?(\d[\d,]*) characters/;

/** How many there may be, or how much: "1 to 50 lines", "up to 10", "20 at most", "100 visits within two years at most". */
const countInWords = /(\d[\d,]*) to (\d[\d,]*)\b|up to (\d[\d,]*)\b|(\d[\d,]*)(?: [a-z]+){0,4} at most/;

/** The limits of what our commands send, from the schema itself: no form has numbers of its own. */
async function publishLimits(): Promise<void> {
  const schema = buildSchema(await readFile(schemaFile, "utf8"));
  const number = (digits = "0") => Number(digits.replaceAll(",", ""));
  const limits: Record<string, Record<string, { required: boolean; min: number; max: number }>> = {};
  const counts: Record<string, Record<string, { min: number; max: number }>> = {};
  for (const type of await sentInputs(schema)) {
    for (const { name, description, type: kind } of Object.values(type.getFields())) {
      const [, shortest, longest] = lengthInWords.exec(description ?? "") ?? [];
      if (longest !== undefined) {
        const limit = { required: isNonNullType(kind), min: number(shortest), max: number(longest) };
        limits[type.name] = { ...limits[type.name], [name]: limit };
      }
      const [isCounted, least, greatest, upTo, atMost] = countInWords.exec(description ?? "") ?? [];
      if (isCounted !== undefined && (longest === undefined || isListType(getNullableType(kind)))) {
        const count = { min: number(least), max: number(greatest ?? upTo ?? atMost) };
        counts[type.name] = { ...counts[type.name], [name]: count };
      }
    }
  }
  const constant = (name: string, values: object) => {
    const sorted = Object.entries(values).sort(([left], [right]) => left.localeCompare(right));
    return `export const ${name} = ${JSON.stringify(Object.fromEntries(sorted), null, 2)} as const;\n`;
  };
  const source = [
    `/** How long each text of an input may be, as the schema says. */\n${constant("limits", limits)}`,
    `/** How many of a list there may be, and from where to where a number may be, as the schema says. */\n${constant("counts", counts)}`,
  ];
  await writeFile(path.join(generated, "limits.ts"), source.join("\n"));
}

/** The inputs that our documents' variables are made of. */
async function sentInputs(schema: GraphQLSchema): Promise<ReadonlySet<GraphQLInputObjectType>> {
  const sent = new Set<GraphQLInputObjectType>();
  const add = (name: string) => {
    const type = schema.getType(name);
    if (isInputObjectType(type) && !sent.has(type)) {
      sent.add(type);
      for (const { type: kind } of Object.values(type.getFields())) {
        add(getNamedType(kind).name);
      }
    }
  };
  for await (const file of glob("src/**/*.graphql", { cwd: web })) {
    const note = ({ name }: NamedTypeNode) => add(name.value);
    visit(parse(await readFile(path.join(web, file), "utf8")), { NamedType: note });
  }
  return sent;
}

await generate(config, true);
await separateDocuments();
await publishManifest();
await publishCacheSchema();
await publishLimits();
