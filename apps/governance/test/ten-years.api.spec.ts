import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { derivedId } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import type { Happened } from '#libs/projections/testing';
import { publish, registeredOrganisation } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import { clauses, createAssembly, createBoard, Governance, numelink } from './governance.fixtures.ts';

const id = (n: number) => countedUuid(n, 0x10);
const [board, committee] = [createBoard.id, id(1)];
const [presidency, treasury, seats, seat] = [id(2), id(3), id(4), id(5)];
const [companyX, companyY] = [id(6), id(7)];
const cap = id(8);
const copresidency = id(9);
const [firstElection, secondElection, firstMeeting, secondMeeting] = [id(0xa), id(0xb), id(0xc), id(0xd)];
const [pair, others] = [id(0xe), id(0xf)];
const person = (n: number, name: string) => ({ personId: id(0x20 + n), name });
const [bocquet, montier, flamand, lulka] = [
  ...[person(1, 'Bocquet'), person(2, 'Montier')],
  ...[person(3, 'Flamand'), person(4, 'Lulka')],
] as const;
const [perrin, quentin, renard, simon] = [
  ...[person(5, 'Perrin'), person(6, 'Quentin')],
  ...[person(7, 'Renard'), person(8, 'Simon')],
] as const;
const mandate = (n: number) => id(0x40 + n);
/** As a mandate has it that began by an election. */
const byElection = (election: string, { personId }: { readonly personId: string }) =>
  derivedId('mandate by election', election, personId);
const START = '2010-01-01';
const derived = (...parts: readonly string[]) => derivedId('ten years', ...parts);

const absorbed: Happened<GrappeEvents> = {
  type: 'membership.OrganisationSucceeded',
  data: {
    organisationId: companyY,
    continuation: { how: 'absorption', successorIds: [companyX], heirId: companyX },
    on: '2016-05-10',
  },
};

type Sent = readonly [path: string, body: object];

const started = (office: string, n: number, who: object, since: string, more: object = {}): Sent => [
  `offices/${office}/start-mandate`,
  { mandateId: mandate(n), person: who, how: 'elected', effectiveAt: since, ...more },
];

/** Two pairs stand, with as many votes as are given here; twenty of thirty members are there. */
function election(
  electionId: string,
  meetingId: string,
  on: string,
  votes: readonly [number, number],
): readonly Sent[] {
  const [about, effectiveAt] = [`elections/${electionId}`, `${on.slice(0, 8)}01`];
  const sheet = { members: 30, present: 20, represented: 0 };
  const file = (candidacyId: string, ...persons: readonly object[]): Sent => [
    `${about}/file-candidacy`,
    {
      candidacyId: derived(electionId, candidacyId),
      candidates: persons.map((each) => ({ person: each })),
      effectiveAt,
    },
  ];
  const counted = [pair, others].map((each, index) => ({
    candidacyId: derived(electionId, each),
    votes: votes[index],
  }));
  return [
    ['meetings', { id: meetingId, bodyId: createAssembly.id, scheduledFor: on, agenda: ['Élection'], effectiveAt }],
    [`meetings/${meetingId}/hold`, { ...sheet, effectiveAt: on }],
    ['elections', { id: electionId, bodyId: createAssembly.id, officeId: copresidency, meetingId, effectiveAt }],
    file(pair, perrin, quentin),
    file(others, renard, simon),
    [`${about}/record-tally`, { tally: { ...sheet, ballots: 20, votes: counted }, effectiveAt: on }],
  ];
}

/** Numélink from 2010 to 2019. The holders of the presidency stay until they are replaced, the treasurer does not. */
const facts: readonly Sent[] = [
  ['bodies', createBoard],
  ['bodies', createAssembly],
  [
    `statutes/${numelink}/adopt`,
    {
      clauses,
      specialClauses: [{ kind: 'election', clause: { ...clauses.ordinary, strict: false } }],
      effectiveAt: START,
    },
  ],
  ['bodies', { ...createBoard, id: committee, kind: 'steering-committee', name: 'Comité' }],
  ...[
    { id: presidency, bodyId: board, kind: 'president', title: 'Présidence', untilReplaced: true },
    { id: treasury, bodyId: board, kind: 'treasurer', title: 'Trésorerie' },
    { id: seats, bodyId: board, kind: 'seat', title: 'Sièges', maxHolders: 9 },
    { id: seat, bodyId: committee, kind: 'seat', title: 'Siège du président' },
    { id: copresidency, bodyId: committee, kind: 'president', title: 'Coprésidence', maxHolders: 2 },
  ].map((office): Sent => ['offices', { ...office, effectiveAt: START }]),
  started(presidency, 1, bocquet, '2010-03-01', { limit: '2013-02-28' }),
  started(presidency, 2, bocquet, '2013-03-01', { limit: '2015-12-31', follows: mandate(1) }),
  started(presidency, 3, montier, '2016-02-10', { follows: mandate(2) }),
  [`offices/${presidency}/end-mandate`, { mandateId: mandate(3), cause: 'resignation', effectiveAt: '2017-03-28' }],
  started(presidency, 4, flamand, '2017-03-28', { how: 'transitional', limit: '2018-03-27', follows: mandate(3) }),
  started(presidency, 5, bocquet, '2018-05-15', { follows: mandate(4) }),
  started(treasury, 11, lulka, '2012-01-01', { limit: '2016-06-30' }),
  [
    `offices/${treasury}/extend-mandate`,
    { mandateId: mandate(11), limit: '2016-12-31', decision: 'Conseil du 20 juin', effectiveAt: '2016-06-20' },
  ],
  started(treasury, 12, lulka, '2017-01-15', { limit: '2018-12-31', follows: mandate(11) }),
  started(seat, 21, bocquet, '2013-06-01', { how: 'ex-officio', byOfficeId: presidency }),
  [`offices/${seat}/end-mandate`, { mandateId: mandate(21), cause: 'revocation', effectiveAt: '2019-01-01' }],
  // As many votes for each pair: the lot is drawn five days later, and only then has anybody an office to take.
  ...election(firstElection, firstMeeting, '2013-06-20', [10, 10]),
  [
    `elections/${firstElection}/resolve-tie`,
    { by: 'lot', elected: [derived(firstElection, pair)], witness: lulka, effectiveAt: '2013-06-25' },
  ],
  [`elections/${firstElection}/take-office`, { limit: '2015-06-30', effectiveAt: '2013-07-01' }],
  ...election(secondElection, secondMeeting, '2015-06-24', [12, 8]),
  [
    `elections/${secondElection}/take-office`,
    {
      ...{ limit: '2018-12-31', effectiveAt: '2015-07-01' },
      follows: [perrin, quentin].map(({ personId }) => ({
        personId,
        mandateId: byElection(firstElection, { personId }),
      })),
    },
  ],
  [
    `offices/${copresidency}/end-mandate`,
    { mandateId: byElection(secondElection, quentin), cause: 'resignation', effectiveAt: '2017-01-15' },
  ],
  [`bodies/${board}/constrain`, { constraintId: cap, rule: { kind: 'cap', most: 2 }, effectiveAt: '2014-01-01' }],
  started(seats, 31, person(31, 'A of X'), '2014-01-01', { organisationId: companyX }),
  started(seats, 32, person(32, 'B of X'), '2014-01-01', { organisationId: companyX }),
  started(seats, 33, person(33, 'C of Y'), '2014-01-01', { organisationId: companyY }),
  [`offices/${seats}/end-mandate`, { mandateId: mandate(33), cause: 'resignation', effectiveAt: '2016-06-01' }],
  started(seats, 34, person(34, 'D of nobody'), '2016-06-20'),
  [`offices/${seats}/move-holder`, { mandateId: mandate(34), organisationId: companyX, effectiveAt: '2016-09-01' }],
  [`offices/${seats}/end-mandate`, { mandateId: mandate(34), cause: 'resignation', effectiveAt: '2017-01-15' }],
];

interface Held {
  readonly person: { readonly name: string };
  readonly carriedOver?: object;
}

interface Finding {
  readonly found: number;
  readonly breach?: { readonly since: string; readonly mendBy: string; readonly isOverdue: boolean };
}

describe('ten years of an office', () => {
  let governance: Governance;
  beforeAll(async () => {
    const app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2019-12-31T10:00:00Z');
    governance = new Governance(app);
    await governance.hasClusters();
    await publish(app.store, registeredOrganisation(companyX), registeredOrganisation(companyY));
    for (const [path, body] of facts) await governance.does(path, body);
    await publish(app.store, absorbed);
  });
  afterAll(() => governance.app.stop());

  /** Names of holders; in brackets who is carried over; after a stroke who is past the limit. */
  async function holders(office: string, day: string): Promise<string> {
    const { body } = await governance.sees(`offices/${office}/holders?validAt=${day}`);
    const name = ({ person: { name: of }, carriedOver }: Held) => (carriedOver === undefined ? of : `(${of})`);
    const names = (body['holders'] as readonly Held[]).map(name).join(' ');
    const expired = (body['expired'] as readonly Held[]).map(name).join(' ');
    return expired === '' ? names : `${names}/${expired}`;
  }
  async function capOn(day: string): Promise<string> {
    const { body } = await governance.sees(`bodies/${board}/composition?validAt=${day}`);
    const [{ found, breach } = { found: -1 }] = body['findings'] as readonly Finding[];
    if (breach === undefined) return String(found);
    return `${String(found)} ${breach.since} ${breach.mendBy}${breach.isOverdue ? ' overdue' : ''}`;
  }

  const [B, M, F, L] = ['Bocquet', 'Montier', 'Flamand', 'Lulka'];
  const [MERGED, MOVED] = ['3 2016-05-10 2016-06-07', '3 2016-09-01 2016-09-29'];
  const PAIR = 'Perrin Quentin';
  it.each<[day: string, presidents: string, treasurer: string, exOfficio: string, cap: string, pair: string]>([
    ['2010-01-01', '', '', '', '-1', ''],
    ['2010-02-28', '', '', '', '-1', ''],
    ['2010-03-01', B, '', '', '-1', ''],
    ['2011-12-31', B, '', '', '-1', ''],
    ['2012-01-01', B, L, '', '-1', ''],
    ['2013-02-28', B, L, '', '-1', ''],
    ['2013-03-01', B, L, '', '-1', ''],
    ['2013-05-31', B, L, '', '-1', ''],
    ['2013-06-01', B, L, B, '-1', ''],
    ['2013-06-24', B, L, B, '-1', ''],
    ['2013-06-30', B, L, B, '-1', ''],
    ['2013-07-01', B, L, B, '-1', PAIR],
    ['2013-12-31', B, L, B, '-1', PAIR],
    ['2014-01-01', B, L, B, '2', PAIR],
    ['2015-06-24', B, L, B, '2', PAIR],
    ['2015-06-30', B, L, B, '2', PAIR],
    ['2015-07-01', B, L, B, '2', PAIR],
    ['2015-12-31', B, L, B, '2', PAIR],
    ['2016-01-01', `(${B})`, L, B, '2', PAIR],
    ['2016-01-15', `(${B})`, L, B, '2', PAIR],
    ['2016-02-09', `(${B})`, L, B, '2', PAIR],
    ['2016-02-10', M, L, M, '2', PAIR],
    ['2016-05-09', M, L, M, '2', PAIR],
    ['2016-05-10', M, L, M, MERGED, PAIR],
    ['2016-05-31', M, L, M, MERGED, PAIR],
    ['2016-06-01', M, L, M, '2', PAIR],
    ['2016-08-31', M, L, M, '2', PAIR],
    ['2016-09-01', M, L, M, MOVED, PAIR],
    ['2016-09-29', M, L, M, MOVED, PAIR],
    ['2016-12-31', M, L, M, `${MOVED} overdue`, PAIR],
    ['2017-01-01', M, `/${L}`, M, `${MOVED} overdue`, PAIR],
    ['2017-01-04', M, `/${L}`, M, `${MOVED} overdue`, PAIR],
    ['2017-01-14', M, `/${L}`, M, `${MOVED} overdue`, PAIR],
    ['2017-01-15', M, L, M, '2', 'Perrin'],
    ['2017-03-27', M, L, M, '2', 'Perrin'],
    ['2017-03-28', F, L, F, '2', 'Perrin'],
    ['2018-03-27', F, L, F, '2', 'Perrin'],
    ['2018-03-28', `(${F})`, L, F, '2', 'Perrin'],
    ['2018-05-14', `(${F})`, L, F, '2', 'Perrin'],
    ['2018-05-15', B, L, B, '2', 'Perrin'],
    ['2018-12-31', B, L, B, '2', 'Perrin'],
    ['2019-01-01', B, `/${L}`, '', '2', '/Perrin'],
    ['2019-06-01', B, `/${L}`, '', '2', '/Perrin'],
    ['2019-12-30', B, `/${L}`, '', '2', '/Perrin'],
    ['2019-12-31', B, `/${L}`, '', '2', '/Perrin'],
  ])('%s: president %s, treasurer %s, ex officio %s, cap %s, pair %s', async (day, presidents, treasurer, ...more) => {
    expect([
      ...[await holders(presidency, day), await holders(treasury, day)],
      ...[await holders(seat, day), await capOn(day), await holders(copresidency, day)],
    ]).toEqual([presidents, treasurer, ...more]);
  });

  it('a pair holds an office by the lot that was drawn for it, then by its majority', async () => {
    const { body } = await governance.sees(`offices/${copresidency}`);
    expect(body['mandates']).toMatchObject([
      { person: perrin, electionId: firstElection, since: '2013-07-01', limit: '2015-06-30' },
      { person: quentin, electionId: firstElection, since: '2013-07-01', limit: '2015-06-30' },
      { person: perrin, electionId: secondElection, follows: byElection(firstElection, perrin) },
      { person: quentin, electionId: secondElection, until: '2017-01-15', cause: 'resignation' },
    ]);
    expect((await governance.sees(`elections/${firstElection}`)).body).toMatchObject({
      status: 'elected',
      elected: [derived(firstElection, pair)],
      rounds: [{ outcome: 'tied', tie: { places: 1 }, resolved: { by: 'lot', witness: lulka, on: '2013-06-25' } }],
      mandates: [{ person: perrin }, { person: quentin }],
    });
  });

  it('while a cap is broken, and where it would be, nobody of that organisation is designated', async () => {
    const designated = (since: string) =>
      governance.tries(...started(seats, 35, person(35, 'E of X'), since, { organisationId: companyX }));
    for (const [day, found] of [
      ['2016-05-09', 3],
      ['2016-05-20', 4],
      ['2016-06-20', 3],
    ] as const)
      expect(await designated(day)).toMatchObject({
        status: 409,
        body: { code: 'GOV_BODY_CAP_EXCEEDED', found, required: 2 },
      });
  });

  it('an extension decided after the limit is refused with both days', async () => {
    const late = { mandateId: mandate(12), limit: '2019-12-31', decision: 'Trop tard', effectiveAt: '2019-01-05' };
    expect(await governance.tries(`offices/${treasury}/extend-mandate`, late)).toMatchObject({
      status: 409,
      body: { code: 'GOV_MANDATE_EXPIRED', found: '2019-01-05', required: '2018-12-31' },
    });
  });

  it('what a mandate was is what it bears, whoever holds the office since', async () => {
    const { body } = await governance.sees(`offices/${presidency}`);
    expect(body['mandates']).toMatchObject([
      { since: '2010-03-01', limit: '2013-02-28' },
      {
        since: '2013-03-01',
        limit: '2015-12-31',
        until: '2016-02-10',
        carriedOver: { since: '2016-01-01', by: mandate(3) },
      },
      { since: '2016-02-10', until: '2017-03-28', cause: 'resignation' },
      { since: '2017-03-28', limit: '2018-03-27', until: '2018-05-15', carriedOver: { since: '2018-03-28' } },
      { since: '2018-05-15' },
    ]);
    const { body: treasurer } = await governance.sees(`offices/${treasury}`);
    expect(treasurer['mandates']).toMatchObject([
      { limit: '2016-12-31', extensions: [{ on: '2016-06-20', before: '2016-06-30', limit: '2016-12-31' }] },
      { limit: '2018-12-31' },
    ]);
  });

  it('limits and terms to mend are announced', async () => {
    const itemsOf = async (query: string) =>
      (await governance.sees(`clusters/${numelink}/deadlines?${query}`)).body['items'] as readonly { kind: string }[];
    const deadlines = async (query: string) => (await itemsOf(query)).filter(({ kind }) => kind !== 'declaration');
    expect(await deadlines('validAt=2018-01-15')).toMatchObject([
      { on: '2018-03-27', kind: 'mandate-limit', isTransitional: true, isUntilReplaced: true, person: flamand },
    ]);
    expect(await deadlines('validAt=2016-05-10&until=2016-12-31')).toMatchObject([
      { on: '2016-06-07', kind: 'composition-to-mend', constraintId: cap },
      { on: '2016-12-31', kind: 'mandate-limit', mandateId: mandate(11), isTransitional: false },
    ]);
    const declared = (await itemsOf('validAt=2016-05-10')).filter(({ kind }) => kind === 'declaration');
    expect(declared).toMatchObject([
      { on: '2016-05-10', change: 'mandate-end', person: { name: 'Bocquet' } },
      { on: '2016-05-10', change: 'mandate', person: { name: 'Montier' } },
    ]);
    expect((await governance.sees(`clusters/${mandate(1)}/deadlines`)).status).toBe(404);
  });
});
