import { createHash } from "node:crypto";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type CodegenConfig, generate } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";
import { getIntrospectedSchema, minifyIntrospectionQuery } from "@urql/introspection";
import { buildSchema, type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";

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

/** What the cache has to know of the schema: the fields that our documents ask for. Every browser loads it first. */
async function publishIntrospection(): Promise<void> {
  const definition = await readFile(schemaFile, "utf8");
  const asked = await askedFields(buildSchema(definition));
  const { __schema } = minifyIntrospectionQuery(getIntrospectedSchema(definition));
  const types = __schema.types
    .map((type) =>
      type.kind === "OBJECT"
        ? { ...type, fields: type.fields.filter(({ name }) => asked.has(`${type.name}.${name}`)) }
        : type,
    )
    .filter((type) => type.kind !== "OBJECT" || type.fields.length > 0);
  await writeFile(path.join(generated, "introspection.json"), JSON.stringify({ __schema: { ...__schema, types } }));
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

await generate(config, true);
await publishManifest();
await publishIntrospection();
