import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryTablesOf } from '#libs/nest-kit';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';
import {
  asOrganisation,
  asPerson,
  asRunner,
  callId,
  CallDesk,
  organisationOf,
  personOf,
  remarkOf,
  stranger,
} from '../../apps/incubation/test/call-words.ts';
import { publish } from '../support/published.ts';

/** Whatever may not be known of a call before its time, each by a letter. */
const SECRETS: Readonly<Record<string, string>> = {
  A: 'Project 1',
  B: 'Project 2',
  a: 'Contact 1',
  b: 'Contact 2',
  '1': 'Reviewer 1',
  '2': 'Reviewer 2',
  '3': 'Reviewer 3',
  p: remarkOf(1, 16),
  q: remarkOf(2, 14),
  r: remarkOf(2, 5),
  s: remarkOf(3, 20),
  m: '"mean":"',
  o: organisationOf(1),
  u: organisationOf(2),
};
const ALL = 'ABab123pqrsmou';

/**
 * A: the application of the first organisation, reviewed by 1 and 2, and by 3 before its company was absorbed by the applicant. B: of the second one, reviewed
 * by 2, and to be reviewed by 1.
 */
const READERS: Readonly<Record<string, TestRequest>> = {
  applicant: asOrganisation(1),
  rival: asOrganisation(2),
  reviewer: asPerson(1),
  'reviewer of both': asPerson(2),
  'reviewer in conflict': asPerson(3),
  'reviewer who represents the applicant': { ...asOrganisation(1), person: personOf(2) },
  'another organisation': asOrganisation(7),
  subscriber: { as: 'subscriber' },
  'operator of another cluster': { as: 'operator', clusters: [stranger] },
  'operator of the cluster': asRunner,
  auditor: { as: 'auditor' },
  admin: { as: 'admin' },
};
const INSIDERS = ['operator of the cluster', 'auditor', 'admin'];

/** Before and after the results, by reader: what it sees of all applications, of A and of B; `-` is 403. */
const APPLICATIONS: Readonly<Record<string, readonly [before: readonly string[], after: readonly string[]]>> = {
  applicant: [
    ['Aao', 'Aao', '-'],
    ['Aa12pqmo', 'Aa12pqmo', '-'],
  ],
  rival: [
    ['Bbu', '-', 'Bbu'],
    ['Bb2rmu', '-', 'Bb2rmu'],
  ],
  // Of B it has not given its own review: it does not see that of another.
  reviewer: [
    ['ABab12pqou', 'Aa12pqo', 'Bb1u'],
    ['ABab12pqrmou', 'Aa12pqmo', 'Bb2rmu'],
  ],
  'reviewer of both': [
    ['ABab12pqrou', 'Aa12pqo', 'Bb2ru'],
    ['ABab12pqrmou', 'Aa12pqmo', 'Bb2rmu'],
  ],
  'reviewer in conflict': [
    ['-', '-', '-'],
    ['-', '-', '-'],
  ],
  // What it is to review beside its own is no rival's secret that it is trusted with less; its own it reads as applicant.
  'reviewer who represents the applicant': [
    ['ABab2rou', 'Aao', 'Bb2ru'],
    ['ABab12pqrmou', 'Aa12pqmo', 'Bb2rmu'],
  ],
  'another organisation': [
    ['-', '-', '-'],
    ['-', '-', '-'],
  ],
  subscriber: [
    ['-', '-', '-'],
    ['-', '-', '-'],
  ],
  'operator of another cluster': [
    ['-', '-', '-'],
    ['-', '-', '-'],
  ],
};

let app: TestApplication;
let ids: readonly string[] = [];

/** What a reader sees in an answer: `-` where it is forbidden, the status where it is another. */
async function sees(reader: string, path: string, accept = 'application/json'): Promise<string> {
  const { status, body } = await app.get(path, { ...READERS[reader], headers: { accept } });
  if (status === 403) return '-';
  if (status !== 200) return String(status);
  const text = typeof body['text'] === 'string' ? body['text'] : JSON.stringify(body);
  return Object.entries(SECRETS)
    .filter(([, secret]) => text.includes(secret))
    .map(([letter]) => letter)
    .join('');
}

/** The same letters in the order of the table. */
const inOrder = (letters: string): string =>
  /^[-\d]/.test(letters) && letters.length <= 3 && letters !== '1'
    ? letters
    : Object.keys(SECRETS)
        .filter((letter) => letters.includes(letter))
        .join('');

const selections = `incubation/selections/${callId}`;
const ROUTES = {
  applications: `${selections}/applications`,
  ranking: selections,
  call: `incubation/calls/${callId}`,
  calls: 'incubation/calls',
};

describe.each([
  ['before the results', 0],
  ['after the results', 1],
] as const)('who sees what of a call, %s', (_phase, phase) => {
  beforeAll(async () => {
    if (phase === 1) {
      await new CallDesk(app).does('publish-results', { reserve: 1 });
      return;
    }
    app = await TestApplication.start([incubationContext, auditContext], { RATE_LIMIT_PER_SECOND: '10000' });
    const desk = new CallDesk(app);
    await desk.begin();
    await desk.publishes();
    app.clock.set('2016-02-15T10:00:00.000Z');
    const [first, second] = [await desk.applies(1), await desk.applies(2)];
    ids = [first, second];
    const bodyOf = (number: number) => ({ kind: 'organisation', id: organisationOf(number) });
    for (const [number, application] of [
      [1, first],
      [2, first],
      [3, first],
      [1, second],
      [2, second],
    ] as const)
      expect((await desk.assigns(number, application, bodyOf(8 + number))).status).toBe(200);
    app.clock.set('2016-04-02T10:00:00.000Z');
    for (const [number, application, points] of [
      [1, first, 16],
      [2, first, 14],
      [3, first, 20],
      [2, second, 5],
    ] as const)
      expect((await desk.reviews(number, application, points)).status).toBe(200);
    await publish(app.store, {
      type: 'membership.OrganisationSucceeded',
      data: {
        organisationId: organisationOf(11),
        continuation: { how: 'absorption', successorIds: [organisationOf(1)], heirId: organisationOf(1) },
        on: '2016-04-01',
      },
    });
  });
  if (phase === 1) afterAll(() => app.stop());

  it.each(Object.entries(APPLICATIONS))('%s: applications, all and each', async (reader, table) => {
    const [all = '', a = '', b = ''] = table[phase];
    const [first = '', second = ''] = ids;
    const shown = [
      await sees(reader, ROUTES.applications),
      await sees(reader, `${ROUTES.applications}/${first}`),
      await sees(reader, `${ROUTES.applications}/${second}`),
    ];
    expect(shown).toEqual([all, a, b].map(inOrder));
  });

  it.each(Object.entries(APPLICATIONS))(
    '%s: a file has no more than the list, and neither have its pages',
    async (reader, table) => {
      const all = inOrder(table[phase][0] ?? '');
      const exported = await sees(reader, ROUTES.applications, 'application/x-ndjson');
      expect(exported).toBe(all);
      expect(await sees(reader, ROUTES.applications, 'text/csv')).toBe(all);
      const pages = new Set<string>();
      for (let next: string | undefined = ''; next !== undefined;) {
        const after = next === '' ? '' : `&after=${next}`;
        const page = await app.get(`${ROUTES.applications}?limit=1${after}`, READERS[reader]);
        const text = JSON.stringify(page.body);
        for (const [letter, secret] of Object.entries(SECRETS))
          if (page.status === 200 && text.includes(secret)) pages.add(letter);
        next = page.status === 200 ? (page.body['next'] as string | undefined) : undefined;
      }
      expect(all === '-' ? '' : all).toBe(inOrder([...pages].join('')));
    },
  );

  it.each(Object.keys(READERS).filter((reader) => !INSIDERS.includes(reader)))(
    '%s: no ranking, no count, no order, no earlier knowledge',
    async (reader) => {
      expect(await sees(reader, ROUTES.ranking)).toBe('-');
      for (const query of ['order=mean', 'order=-receivedAt', 'knownAt=2016-03-31T10:00:00Z', 'status=x', 'count=true'])
        expect([query, await sees(reader, `${ROUTES.applications}?${query}`)]).toEqual([query, '400']);
      // Whether there is such an application is not said either.
      expect(await sees(reader, `${ROUTES.applications}/${personOf(1)}`)).toBe('-');
    },
  );

  it.each(Object.keys(READERS))(
    '%s: the call is for everybody, and says who is selected once that is published',
    async (reader) => {
      const results = phase === 0 ? '' : 'ou';
      expect(await sees(reader, ROUTES.call)).toBe(results);
      for (const accept of ['application/json', 'text/csv', 'application/x-ndjson'])
        expect(await sees(reader, ROUTES.calls, accept)).toBe(results);
      const { body, headers } = await app.get(ROUTES.call, READERS[reader]);
      // Nor does the revision of the call say how much came in meanwhile.
      expect([String(headers['etag']).split('-')[0], Object.hasOwn(body, 'results')]).toEqual([
        `"${String(phase)}`,
        phase === 1,
      ]);
    },
  );

  it.each(INSIDERS)('%s: everything', async (reader) => {
    expect(await sees(reader, ROUTES.applications)).toBe(inOrder(ALL));
    expect(await sees(reader, ROUTES.applications, 'text/csv')).toBe(inOrder(ALL));
    expect(await sees(reader, ROUTES.ranking)).toBe(inOrder('mou'));
    const { body } = await app.get(ROUTES.ranking, READERS[reader]);
    const [first = '', second = ''] = ids;
    // (16 + 14) / 2 / 20 and 5 / 20: what the one in conflict gave is in no denominator.
    expect(body).toMatchObject({
      applications: 2,
      ranking: [
        { applicationId: first, mean: '3/4', reviews: 2, recused: 1 },
        { applicationId: second, mean: '1/4', reviews: 1, recused: 0 },
      ],
      conflicts: [{ applicationId: first, reviewerId: personOf(3), reason: 'succession' }],
    });
  });

  it('the reviewer in conflict gives no points any more, and others on its behalf neither', async () => {
    const [applicationId = ''] = ids;
    const desk = new CallDesk(app);
    expect(await desk.reviews(3, applicationId, 19)).toMatchObject({ status: 403 });
    if (phase === 1) return;
    const scores = [{ criterion: 'Innovation', points: { numerator: 19, denominator: 1 } }];
    const behalf = { applicationId, reviewerId: personOf(3), scores };
    expect(await desk.tries('record-review', behalf)).toMatchObject({ body: { code: 'INC_REVIEWER_IN_CONFLICT' } });
  });

  it('every other read of both contexts shows nothing of it to anybody outside', async () => {
    const rows = [incubationContext, auditContext]
      .flatMap(queryTablesOf)
      .flatMap(({ context, rows: own }) =>
        own.filter(({ method }) => method === 'GET').map(({ path }) => `${context}/${path}`),
      );
    const others = rows.filter(
      (path) => !path.startsWith('incubation/selections') && !path.startsWith('incubation/calls'),
    );
    expect(others.length).toBeGreaterThan(15);
    const named = [
      callId,
      organisationOf(1),
      ids[0] ?? '',
      `incubation.selection-${callId}`,
      `incubation.call-${callId}`,
    ];
    const leaks: string[] = [];
    for (const path of others)
      for (const id of path.includes(':') ? named : [''])
        for (const reader of Object.keys(READERS).filter((each) => !INSIDERS.includes(each))) {
          const seen = await sees(reader, path.replace(/:\w+/, id));
          const secret = seen.length === 3 && /^\d+$/.test(seen) ? '' : seen.replaceAll(/[-ou]/g, '');
          if (secret !== '') leaks.push(`${reader}: ${path} ${id}: ${secret}`);
        }
    expect(leaks).toEqual([]);
  });

  it('no event of the selection is public: topics, feeds and streams have it for readers with the right only', async () => {
    const kinds = new Map<string, Set<string>>();
    for await (const page of app.store.readAll(0n))
      for (const { stream, metadata } of page.events) {
        const aggregate = stream.slice(0, stream.indexOf('-'));
        kinds.set(aggregate, (kinds.get(aggregate) ?? new Set()).add(metadata.visibility.kind));
      }
    expect([...(kinds.get('incubation.selection') ?? [])]).toEqual(['private']);
    expect([...(kinds.get('incubation.call') ?? [])]).toEqual(['public']);
  });
});
