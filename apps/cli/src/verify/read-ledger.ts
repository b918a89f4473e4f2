import { z } from 'zod';
import { ApiProblem } from '../failures.ts';
import type { Api } from '../system/api.ts';

const whole = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform((text) => BigInt(text));
const rowSchema = z.object({
  position: whole,
  stream: z.string(),
  revision: whole,
  eventId: z.string(),
  type: z.string(),
  record: z.string(),
  leafHash: z.string(),
});
const pageSchema = z.object({ items: z.array(rowSchema), next: whole.optional() });
const missingSchema = z.object({ position: whole });

/** A row of the ledger as the API returns it. */
export type LedgerRow = Readonly<z.infer<typeof rowSchema>>;

/** Rows in their order; positions at which there is none; or the end of what can be read. */
export type LedgerPart =
  | { readonly kind: 'rows'; readonly rows: readonly LedgerRow[] }
  | { readonly kind: 'gap'; readonly position: bigint }
  | { readonly kind: 'unreadable'; readonly position: bigint; readonly message: string };

type Page = z.infer<typeof pageSchema>;

const PAGE = 500;
/** Each gap costs a request, and a ledger with so many is lost anyway. */
const GAP_LIMIT = 100;

/** The whole ledger from its beginning, gaps included: the API stops at each, and the next request begins behind it. */
export async function* readLedger(api: Api): AsyncGenerator<LedgerPart> {
  let from = 0n;
  for (let gaps = 0; gaps < GAP_LIMIT;) {
    const page = await pageFrom(api, from, PAGE);
    if (page instanceof ApiProblem) {
      const gap = gapIn(page, from);
      if (gap === undefined) {
        yield { kind: 'unreadable', position: from, message: page.message };
        return;
      }
      if (gap > from) yield* rowsBefore(gap, await pageFrom(api, from, Number(gap - from)));
      yield { kind: 'gap', position: gap };
      gaps += 1;
      from = gap + 1n;
    } else {
      yield { kind: 'rows', rows: page.items };
      if (page.next === undefined) return;
      from = page.next;
    }
  }
  yield { kind: 'unreadable', position: from, message: `${String(GAP_LIMIT)} gaps: the rest was not looked at` };
}

/** The position of a stream's event; nothing when it cannot be found. */
export async function positionOf(api: Api, stream: string, revision: bigint): Promise<bigint | undefined> {
  for (let from: bigint | undefined = 0n; from !== undefined;) {
    const page: Page | ApiProblem = await pageFrom(api, from, PAGE, stream);
    if (page instanceof ApiProblem) return undefined;
    const found = page.items.find((row) => row.revision === revision);
    if (found !== undefined) return found.position;
    from = page.next;
  }
  return undefined;
}

function* rowsBefore(gap: bigint, page: Page | ApiProblem): Generator<LedgerPart> {
  if (!(page instanceof ApiProblem)) yield { kind: 'rows', rows: page.items.filter(({ position }) => position < gap) };
}

/** A page, or what the API said instead when the fault is on its side. @throws ApiProblem when the request was refused */
async function pageFrom(api: Api, from: bigint, limit: number, stream?: string): Promise<Page | ApiProblem> {
  try {
    const query = { from: String(from), limit: String(limit), stream };
    return pageSchema.parse(await api.get('/api/v1/audit/events', query));
  } catch (error) {
    if (error instanceof ApiProblem && error.status >= 500) return error;
    throw error;
  }
}

function gapIn({ problem }: ApiProblem, from: bigint): bigint | undefined {
  const { success, data } = missingSchema.safeParse(problem.found);
  return success && data.position >= from && data.position < from + BigInt(PAGE) ? data.position : undefined;
}
