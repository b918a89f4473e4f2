import { EDGE_REFUSALS, problemSchema, type EdgeCode } from '#libs/hosting';
import type { Components, JsonSchema } from './components.ts';

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
