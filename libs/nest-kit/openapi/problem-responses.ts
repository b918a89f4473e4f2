import { z } from 'zod';
import { dateSchema } from '#libs/contracts';
import { EDGE_REFUSALS, type EdgeCode } from '#libs/hosting';
import type { Components, JsonSchema } from './components.ts';

/** Every problem answer (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('urn:grappe:problem:<code>'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.string().describe('Stable: it never changes meaning.'),
    detail: z.string().optional(),
    instance: z.string().optional(),
    guard: z.string().optional().describe('The guard of the rule book that refused.'),
    citation: z.string().optional().describe('The source of its rule.'),
    found: z.unknown().optional().describe('What was found.'),
    required: z.unknown().optional().describe('What is required.'),
    earliestLawfulDate: dateSchema.optional().describe('The first day on which the act would be lawful.'),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe('For malformed input: what is wrong where.'),
    facts: z.looseObject({}).optional().describe('What else the refusal knows.'),
  })
  .meta({ id: 'Problem', description: 'A refusal or a fault (RFC 9457).' });

/** One response for each status, with every code that is answered under it; `statusOf` knows the codes that are not the edge's. */
export function problemResponses(
  components: Components,
  codes: readonly string[],
  statusOf: (code: string) => number = () => 409,
): readonly (readonly [status: string, response: JsonSchema])[] {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = isEdgeCode(code) ? EDGE_REFUSALS[code].status : statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const ascending = [...byStatus].sort(([a], [b]) => a - b);
  return ascending.map(([status, under]) => [String(status), problemResponse(components, under)]);
}

function isEdgeCode(code: string): code is EdgeCode {
  return code in EDGE_REFUSALS;
}

/** A response that many operations have is written once, under the names of its codes. */
function problemResponse(components: Components, codes: readonly string[]): JsonSchema {
  const problem = components.schema(problemSchema, 'output');
  const response = {
    description: codes.join(', '),
    content: {
      'application/problem+json': { schema: { allOf: [problem, { properties: { code: { enum: [...codes] } } }] } },
    },
  };
  return codes.every(isEdgeCode) ? components.share('responses', codes.join('.'), response) : response;
}
