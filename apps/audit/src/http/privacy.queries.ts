import { z } from 'zod';
import { keyIdSchema } from '#libs/contracts';
import { query, requireSight, type QueryTable } from '#libs/hosting';

const MOST_IDS = 100;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Ids with commas between; what is a UUID in them is taken in any case. */
const idsSchema = z
  .string()
  .max(16_000)
  .transform((text) => text.replaceAll(UUID, (id) => id.toLowerCase()).split(','))
  .pipe(z.array(keyIdSchema).max(MOST_IDS))
  .transform((ids) => [...new Set(ids)]);

const foundKeyView = z.union([
  z.strictObject({ id: z.string(), key: z.base64().describe('The 32 bytes of an AES-256 key.') }),
  z.strictObject({ id: z.string(), destroyed: z.literal(true).describe('What was sealed under it is erased.') }),
]);

const keysView = z
  .strictObject({ items: z.array(foundKeyView) })
  .meta({ id: 'PersonalKeys', description: 'The keys with which personal texts of events open.' });

/** What opens and erases personal texts. It belongs to the auditors' side, which reads what every context publishes. */
export const privacyTable: QueryTable = {
  context: 'privacy',
  summary: 'The keys of personal texts, which stand in events and on topics sealed.',
  rows: [
    query({
      path: 'keys',
      summary: 'The keys of these ids, with which personal texts open.',
      description:
        'An id that is not in the answer is unknown: a text under it cannot be opened now, which is another thing than that it was erased. ' +
        'Whoever opens a text asks again each time or forgets the key soon, because a key that was destroyed is to open nothing any more.',
      shows: 'keys',
      isScoped: true,
      personal: true,
      problems: ['API_FORBIDDEN'],
      parameters: {
        ids: idsSchema.meta({
          description: `The \`k\` of sealed texts, \`<person id>/<number>\` or \`<stream>/<number>\`, with commas between; at most ${String(MOST_IDS)}.`,
          examples: ['01890a5d-ac96-774b-bcce-b302099a8057/1'],
        }),
      },
      answers: keysView,
      run: async ({ input: { ids }, viewer, keyRing }) => {
        for (const id of ids) requireSight(viewer, 'keys', { persons: [subjectOf(id)] });
        const keys = await keyRing.resolve(ids);
        const found = ids.flatMap((id) => {
          const key = keys.get(id);
          if (key === undefined) return [];
          return [key === 'destroyed' ? { id, destroyed: true as const } : { id, key: key.toString('base64') }];
        });
        return { items: found };
      },
    }),
  ],
};

/** Of whom a key is: a person, or a stream, which nobody is. */
function subjectOf(keyId: string): string {
  return keyId.slice(0, keyId.lastIndexOf('/'));
}
