import { z } from 'zod';
import {
  dateSchema,
  quantitySchema,
  supportKindSchema,
  supportTagSchema,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { csvRow, type Cell } from '#libs/csv';
import type { SessionDocument } from './sessions.projection.ts';

const durationView = z
  .strictObject({
    minutes: quantitySchema,
    text: z.string().describe('The same as hours and minutes; nothing is rounded.'),
  })
  .meta({
    id: 'Duration',
    description: 'A time in whole minutes, and as hours and minutes.',
    examples: [{ minutes: 270, text: '4 h 30 min' }],
  });

const measured = {
  sessions: quantitySchema,
  given: durationView.describe('What was given: of each session once, however many companies took part.'),
  received: durationView.describe('What was received: of each session as often as companies took part.'),
};
const ofCompany = { sessions: quantitySchema, received: durationView };

export const supportHoursView = z
  .strictObject({
    incubatorId: uuidSchema,
    from: dateSchema.optional().describe('Absent: from the first session on.'),
    until: dateSchema.optional().describe('The last day. Absent: up to the last session.'),
    contradicted: z
      .array(uuidSchema)
      .describe('The sessions, counted here, of which a company was not accompanied by what is recorded now.'),
    ...measured,
    kinds: z.array(z.strictObject({ kind: supportKindSchema, ...measured })).describe('Those that there were.'),
    tags: z
      .array(z.strictObject({ tag: supportTagSchema, ...measured }))
      .describe('A session of two tags counts for both: their sum is not the total.'),
    companies: z.array(
      z.strictObject({
        organisationId: uuidSchema,
        ...ofCompany,
        kinds: z.array(z.strictObject({ kind: supportKindSchema, ...ofCompany })),
        tags: z.array(z.strictObject({ tag: supportTagSchema, ...ofCompany })),
      }),
    ),
  })
  .meta({
    id: 'SupportHours',
    description:
      'What an incubator gave its companies in a period: an hour for three companies is one hour given and three received.',
  });

export type SupportHours = Immutable<z.infer<typeof supportHoursView>>;
type Duration = z.infer<typeof durationView>;
type Counted = Pick<SessionDocument, 'kind' | 'minutes' | 'tags' | 'organisationIds'>;

export function durationOf(minutes: number): Duration {
  const rest = minutes % 60;
  return { minutes, text: `${String((minutes - rest) / 60)} h ${String(rest).padStart(2, '0')} min` };
}

/** What some sessions come to, in whole minutes. */
class Tally {
  sessions = 0;
  #given = 0;
  #received = 0;

  add({ minutes }: Counted, companies: number): void {
    this.sessions += 1;
    this.#given += minutes;
    this.#received += minutes * companies;
  }

  /** Of one company, which has received what was given to it. */
  ofCompany() {
    return { sessions: this.sessions, received: durationOf(this.#received) };
  }

  whole() {
    return { ...this.ofCompany(), given: durationOf(this.#given) };
  }
}

/** Tallies by a word or an id. */
class Tallies<Key extends string> {
  readonly #known = new Map<Key, Tally>();

  of(key: Key): Tally {
    const tally = this.#known.get(key) ?? new Tally();
    this.#known.set(key, tally);
    return tally;
  }

  /** In the order of the keys. */
  inOrder(): readonly (readonly [Key, Tally])[] {
    return [...this.#known].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** The sessions of one incubator by kind, tag and company. */
class Count {
  readonly whole = new Tally();
  readonly kinds = new Tallies<Counted['kind']>();
  readonly tags = new Tallies<string>();

  /** With as many companies as are counted here. */
  add(session: Counted, companies: number): void {
    const tallies = [this.whole, this.kinds.of(session.kind), ...session.tags.map((tag) => this.tags.of(tag))];
    for (const tally of tallies) tally.add(session, companies);
  }
}

/** The hours of some sessions of one incubator, in total and by kind, tag and company. */
export function supportHours(
  sessions: readonly Counted[],
  period: Pick<SupportHours, 'incubatorId' | 'from' | 'until'>,
): Omit<SupportHours, 'contradicted'> {
  const total = new Count();
  const companies = new Map<string, Count>();
  for (const session of sessions) {
    total.add(session, session.organisationIds.length);
    for (const id of session.organisationIds) {
      const count = companies.get(id) ?? new Count();
      companies.set(id, count);
      count.add(session, 1);
    }
  }
  return {
    ...period,
    ...total.whole.whole(),
    kinds: total.kinds.inOrder().map(([kind, tally]) => ({ kind, ...tally.whole() })),
    tags: total.tags.inOrder().map(([tag, tally]) => ({ tag, ...tally.whole() })),
    companies: [...companies]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([organisationId, { whole, kinds, tags }]) => ({
        organisationId,
        ...whole.ofCompany(),
        kinds: kinds.inOrder().map(([kind, tally]) => ({ kind, ...tally.ofCompany() })),
        tags: tags.inOrder().map(([tag, tally]) => ({ tag, ...tally.ofCompany() })),
      })),
  };
}

const COLUMNS = [
  'part',
  'organisationId',
  'kind',
  'tag',
  'sessions',
  'givenMinutes',
  'receivedMinutes',
  'received',
] as const;
type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;
type Measured = { readonly sessions: number; readonly given?: Duration; readonly received: Duration };

/** The hours as CSV (RFC 4180): in total, by kind and tag, and the same of each company. */
export function supportHoursCsv({ companies, kinds, tags, ...total }: Omit<SupportHours, 'contradicted'>): string {
  const lines: readonly Line[] = [
    lineOf({ part: 'total' }, total),
    ...kinds.map((each) => lineOf({ part: 'kind', kind: each.kind }, each)),
    ...tags.map((each) => lineOf({ part: 'tag', tag: each.tag }, each)),
    ...companies.flatMap(({ organisationId, ...company }) => [
      lineOf({ part: 'company', organisationId }, company),
      ...company.kinds.map((each) => lineOf({ part: 'company-kind', organisationId, kind: each.kind }, each)),
      ...company.tags.map((each) => lineOf({ part: 'company-tag', organisationId, tag: each.tag }, each)),
    ]),
  ];
  return [COLUMNS, ...lines.map((line) => COLUMNS.map((name) => line[name]))].map(csvRow).join('');
}

function lineOf(about: Line, { sessions, given, received }: Measured): Line {
  const { minutes: receivedMinutes, text } = received;
  return { ...about, sessions, givenMinutes: given?.minutes, receivedMinutes, received: text };
}
