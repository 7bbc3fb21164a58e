import { z } from "zod";
import { TokenRequestError } from "./token.errors.ts";

const scope = z.string().max(200).optional();

const passwordRequest = z.object({
  grant_type: z.literal("password"),
  username: z.string().min(1).max(254),
  password: z.string().min(1).max(1_024),
  scope,
});

const refreshRequest = z.object({
  grant_type: z.literal("refresh_token"),
  refresh_token: z.string().min(1).max(200),
  scope,
});

const tokenRequest = z.discriminatedUnion("grant_type", [passwordRequest, refreshRequest]);

export type PasswordRequest = z.infer<typeof passwordRequest>;
export type RefreshRequest = z.infer<typeof refreshRequest>;

export const grantTypes: readonly string[] = ["password", "refresh_token"];

/** A body of POST /oidc/token. @throws TokenRequestError when it is none */
export function parseTokenRequest(body: unknown): PasswordRequest | RefreshRequest {
  const form = parseForm(body);
  if (form.grant_type !== undefined && !grantTypes.includes(form.grant_type))
    throw new TokenRequestError("unsupported_grant_type", `Use one of these grant types: ${grantTypes.join(", ")}.`);
  return validated(tokenRequest, form);
}

/** The token in a body of POST /oidc/revocation. @throws TokenRequestError when there is none */
export function parseRevocationRequest(body: unknown): string {
  return validated(z.object({ token: z.string().min(1).max(4_096) }), parseForm(body)).token;
}

function validated<Schema extends z.ZodType>(schema: Schema, form: Record<string, string>): z.output<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const wrong = [...new Set(result.error.issues.map((issue) => issue.path.join(".")))].join(", ");
  throw new TokenRequestError("invalid_request", `These parameters are missing, empty or too long: ${wrong}.`);
}

/** RFC 6749, section 3.2: a parameter may be given once. */
function parseForm(body: unknown): Record<string, string> {
  const form = new URLSearchParams(typeof body === "string" ? body : "");
  const names = [...form.keys()];
  if (new Set(names).size !== names.length) throw new TokenRequestError("invalid_request", "Give each parameter once.");
  return Object.fromEntries(form);
}
