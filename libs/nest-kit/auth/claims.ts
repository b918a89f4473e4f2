import { z } from 'zod';
import type { Config } from '#libs/hosting';

const roleSchema = z.enum(['admin', 'operator', 'auditor', 'subscriber']);

/** Text of a token that becomes part of facts or is compared with them: it can be read and kept. */
const name = z
  .string()
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'text without control characters is required');

/** A subject becomes the actor of events. */
const subjectSchema = name.refine((text) => /\S/.test(text), 'a subject is required');

/** The claims that Grappe reads from a token. */
export const claimsSchema = z.object({
  sub: subjectSchema,
  roles: z.array(roleSchema).min(1),
  clusters: z.array(name).max(1_000).default([]),
  person: name.min(1).optional().describe('The person that the caller is, by its id.'),
  organisations: z
    .array(name)
    .max(1_000)
    .optional()
    .describe('The organisations that the caller represents, by their ids.'),
});

export type Claims = z.infer<typeof claimsSchema>;

/** In a token, roles of other systems may stand beside ours. */
const tokenSchema = claimsSchema.extend({
  roles: z
    .array(z.string())
    .transform((names) => names.filter((role): role is Claims['roles'][number] => roleSchema.safeParse(role).success))
    .refine((roles) => roles.length > 0, 'a known role is required'),
});

/** Where an issuer puts each claim: a name, or a path of names joined by dots. */
export type ClaimPaths = Readonly<Record<'roles' | 'clusters' | 'person' | 'organisations', string>>;

export const PLAIN_PATHS: ClaimPaths = {
  roles: 'roles',
  clusters: 'clusters',
  person: 'person',
  organisations: 'organisations',
};

export function claimPathsOf(config: Config): ClaimPaths {
  return {
    roles: config.OIDC_ROLES_CLAIM,
    clusters: config.OIDC_CLUSTERS_CLAIM,
    person: config.OIDC_PERSON_CLAIM,
    organisations: config.OIDC_ORGANISATIONS_CLAIM,
  };
}

/** Reads the claims of a token that was verified, or says what is wrong with which. */
export function readClaims(payload: Readonly<Record<string, unknown>>, paths: ClaimPaths): Claims | string {
  const found = Object.entries(paths).map(([claim, path]) => [claim, valueAt(payload, path)] as const);
  const { data, error } = tokenSchema.safeParse({ sub: payload['sub'], ...Object.fromEntries(found) });
  if (data !== undefined) return data;
  const [{ path, message } = { path: [], message: '' }] = error.issues;
  const [claim = '', ...inside] = path.map(String);
  const place = claim in paths ? paths[claim as keyof ClaimPaths] : claim;
  return `the claim ${[place, ...inside].join('/')} of the token: ${message}`;
}

/** A claim whose own name has dots, as names that are URLs do, comes before a path. */
function valueAt(payload: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
