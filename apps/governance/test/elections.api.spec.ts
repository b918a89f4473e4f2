import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { publish, registeredOrganisation } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import { assembly, board, clauses, createAssembly, createBoard, Governance, numelink } from './governance.fixtures.ts';

const id = (n: number) => countedUuid(n, 0x2e);
const office = id(1);
const [company, other] = [id(2), id(3)];
const DAY = '2016-03-31';
const half = { numerator: 1, denominator: 2 };
const byMajority = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true, pluralityFromRound: 2 };
const sheet = { members: 20, present: 12, represented: 3 };
const person = (n: number) => ({ personId: id(0x100 + n), name: `Candidate ${String(n)}` });

interface Shown {
  readonly status: string;
  readonly elected: readonly string[];
  readonly candidacies: readonly { readonly withdrawnOn?: string }[];
  readonly rounds: readonly { readonly outcome: string; readonly differs?: object }[];
  readonly mandates: readonly { readonly person: { readonly personId: string }; readonly differs?: string }[];
}

/** An election of its own for each test, at a meeting of its own. */
class Election {
  static #count = 0;
  readonly #n = (Election.#count += 1) * 0x1000;
  readonly electionId = id(this.#n);
  readonly meetingId = id(this.#n + 1);
  readonly officeId = id(this.#n + 2);
  readonly path = `elections/${this.electionId}`;

  constructor(private readonly governance: Governance) {}

  candidacy(n: number): string {
    return id(this.#n + 0x100 + n);
  }

  /** Called for so many places, with so many candidacies, and its meeting held. */
  async isCalled(places: number, candidacies: number): Promise<void> {
    const effectiveAt = '2016-03-01';
    const seats = { id: this.officeId, bodyId: board, kind: 'seat', title: 'Sièges', maxHolders: 9 };
    await this.governance.does('offices', { ...seats, effectiveAt: '2010-01-01' });
    const meeting = { id: this.meetingId, bodyId: assembly, scheduledFor: DAY, agenda: ['Élections'], effectiveAt };
    await this.governance.does('meetings', meeting);
    await this.governance.does(`meetings/${this.meetingId}/hold`, { ...sheet, effectiveAt: DAY });
    const { electionId, officeId, meetingId } = this;
    await this.governance.does('elections', {
      ...{ id: electionId, bodyId: assembly, officeId, places, meetingId, agendaItem: 1, effectiveAt },
    });
    for (let n = 1; n <= candidacies; n += 1) await this.files(n);
  }

  async files(n: number, more: object = {}): Promise<TestAnswer> {
    const candidates = [{ person: person(n) }];
    const filed = { candidacyId: this.candidacy(n), candidates, effectiveAt: '2016-03-10' };
    return await this.does('file-candidacy', { ...filed, ...more });
  }

  votes(...votes: readonly number[]): readonly object[] {
    return votes.map((each, index) => ({ candidacyId: this.candidacy(index + 1), votes: each }));
  }

  /** Fifteen ballots. */
  async isHeld(votes: readonly number[], more: object = {}): Promise<TestAnswer> {
    const tally = { ...sheet, ballots: 15, votes: this.votes(...votes), ...more };
    return await this.tries('record-tally', { tally, effectiveAt: DAY });
  }

  async does(verb: string, body: object): Promise<TestAnswer> {
    return await this.governance.does(`${this.path}/${verb}`, { effectiveAt: DAY, ...body });
  }
  async tries(verb: string, body: object): Promise<TestAnswer> {
    return await this.governance.tries(`${this.path}/${verb}`, { effectiveAt: DAY, ...body });
  }
  async shown(query = ''): Promise<Shown> {
    const { body } = await this.governance.sees(`${this.path}${query}`);
    return JSON.parse(JSON.stringify(body)) as Shown;
  }
  async elected(query = ''): Promise<readonly number[]> {
    const { elected } = await this.shown(query);
    return elected.map((each) => [1, 2, 3, 4, 5].find((n) => this.candidacy(n) === each) ?? 0);
  }
}

/** The events of an election, as they are stored. */
async function recorded({ app }: Governance, of: string, aggregate = 'election') {
  const events: { readonly id: string; readonly type: string }[] = [];
  for await (const { id: eventId, type } of app.store.read(streamName('governance', aggregate, of)))
    events.push({ id: eventId, type });
  return events;
}

describe('elections', () => {
  let governance: Governance;
  let election: Election;
  beforeAll(async () => {
    const app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2016-12-31T10:00:00Z');
    governance = new Governance(app);
    await governance.hasClusters();
    await publish(app.store, registeredOrganisation(company), registeredOrganisation(other));
    await governance.does('bodies', createBoard);
    await governance.does('bodies', createAssembly);
    const specialClauses = [{ kind: 'election', clause: byMajority }];
    await governance.does(`statutes/${numelink}/adopt`, { clauses, specialClauses, effectiveAt: '2010-01-01' });
    await governance.does('offices', {
      id: office,
      bodyId: board,
      kind: 'president',
      title: 'Présidence',
      effectiveAt: '2010-01-01',
    });
  });
  afterAll(() => governance.app.stop());
  beforeEach(() => {
    election = new Election(governance);
  });

  it('elects whoever has the majority, and says by which numbers', async () => {
    await election.isCalled(2, 3);
    const { body } = await election.isHeld([10, 9, 5]);
    expect(body['recorded']).toMatchObject({
      ...{ round: 1, places: 2, need: 'majority', outcome: 'elected', on: DAY },
      elected: [election.candidacy(1), election.candidacy(2)],
      rule: { kind: 'election', statutesVersion: 1, pluralityFromRound: 2 },
      reckoning: {
        convocation: 'first',
        quorum: { of: 'present-and-represented', found: 15, members: 20, needed: 10 },
        majority: { of: 'votes-cast', base: 15, threshold: '15/2', exceeded: true, needed: 8 },
      },
    });
    expect(await election.shown()).toMatchObject({
      status: 'elected',
      rounds: [{ round: 1, outcome: 'elected' }],
      mandates: [],
    });
  });

  it('a tie for two of three is resolved by a recorded lot, and never drawn again', async () => {
    await election.isCalled(2, 3);
    expect((await election.isHeld([8, 8, 8])).body['recorded']).toMatchObject({
      ...{ outcome: 'tied', elected: [] },
      tie: { candidacyIds: [1, 2, 3].map((n) => election.candidacy(n)), places: 2 },
    });
    const lot = { by: 'lot', elected: [3, 1].map((n) => election.candidacy(n)), witness: person(9) };
    const refused = async (more: object) => (await election.tries('resolve-tie', { ...lot, ...more })).body;
    expect(await refused({ elected: [election.candidacy(1)] })).toMatchObject({
      code: 'GOV_TIE_PLACES',
      found: 1,
      required: 2,
    });
    expect(await refused({ elected: [1, 2, 3].map((n) => election.candidacy(n)) })).toMatchObject({
      code: 'GOV_TIE_PLACES',
      found: 3,
    });
    expect(await refused({ elected: [election.candidacy(1), id(0xfff)] })).toMatchObject({
      code: 'GOV_TIE_NOT_AMONG',
      found: id(0xfff),
    });
    await election.does('resolve-tie', lot);
    expect((await election.does('resolve-tie', lot)).body['events']).toEqual([]);
    expect(await refused({ elected: [1, 2].map((n) => election.candidacy(n)) })).toMatchObject({
      code: 'GOV_TIE_RESOLVED',
      required: `the result of ${DAY}`,
    });
    expect(await election.shown()).toMatchObject({
      status: 'elected',
      rounds: [{ outcome: 'tied', resolved: { by: 'lot', witness: { name: 'Candidate 9' }, on: DAY } }],
    });
    expect(await election.elected()).toEqual([1, 3]);
  });

  it('a first round without a majority is followed by one in which more votes than the others suffice', async () => {
    await election.isCalled(1, 3);
    expect((await election.isHeld([7, 5, 3])).body['recorded']).toMatchObject({ outcome: 'none', need: 'majority' });
    expect(await election.shown()).toMatchObject({ status: 'none', elected: [] });
    // The third one does not go on.
    expect((await election.isHeld([7, 6], { ballots: 13 })).body['recorded']).toMatchObject({
      ...{ round: 2, outcome: 'elected', need: 'plurality' },
      elected: [election.candidacy(1)],
    });
    expect((await election.isHeld([7, 5], { ballots: 12 })).body).toMatchObject({
      code: 'GOV_ELECTION_DECIDED',
      required: `none after ${DAY}: all places are filled`,
    });
  });

  it.each<[string, object | undefined]>([
    ['negative', -1],
    ['a fraction', 1.5],
    ['text', '12'],
    ['beyond integers', 1e21],
    ['a marker', 'majority'],
  ] as never)('a number that is none is no vote: %s', async (_what, votes) => {
    const tally = { ...sheet, ballots: 15, votes: [{ candidacyId: id(1), votes }] };
    const path = `elections/${id(0xabc)}/record-tally`;
    expect(await governance.tries(path, { tally, effectiveAt: DAY })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/tally/votes/0/votes' }] },
    });
    for (const member of ['members', 'ballots', 'blank', 'against'])
      expect(
        await governance.tries(path, { tally: { ...tally, votes: [], [member]: votes }, effectiveAt: DAY }),
      ).toMatchObject({
        status: 400,
        body: { errors: [{ path: `/tally/${member}` }] },
      });
  });

  it('a tally that contradicts ballots, places or the sheet is refused with both numbers', async () => {
    await election.isCalled(2, 3);
    const refused = async (votes: readonly number[], more: object = {}) => (await election.isHeld(votes, more)).body;
    expect(await refused([10, 9, 5], { ballots: 16 })).toMatchObject({
      code: 'GOV_VOTES_EXCEED_ATTENDANCE',
      found: 16,
      required: 15,
    });
    expect(await refused([16, 9, 5])).toMatchObject({ code: 'GOV_VOTES_EXCEED_BALLOTS', found: 16, required: 15 });
    expect(await refused([15, 9, 7])).toMatchObject({ code: 'GOV_VOTES_EXCEED_PLACES', found: 31, required: 30 });
    expect(await refused([9, 4, 1])).toMatchObject({ code: 'GOV_BALLOTS_UNUSED', found: 14, required: 15 });
    expect(await refused([9, 4, 3], { against: 1 })).toMatchObject({
      code: 'GOV_VOTES_AGAINST_SEVERAL',
      found: 3,
      required: 1,
    });
    expect(await refused([9, 4, 3], { present: 13, represented: 2 })).toMatchObject({
      code: 'GOV_TALLY_CONTRADICTS_SHEET',
      found: '13 present and 2 represented of 20 members',
      required: '12 present and 3 represented of 20 members at most',
    });
    expect(await refused([15, 10])).toMatchObject({ code: 'GOV_ELECTION_CANDIDACIES_DIFFER' });
    expect((await election.shown()).rounds).toEqual([]);
  });

  it('takes office with all who were elected, whose mandates rest on it', async () => {
    await election.isCalled(2, 3);
    await election.isHeld([10, 9, 5]);
    const { body } = await election.does('take-office', { limit: '2018-12-31', effectiveAt: '2016-04-01' });
    expect(body['events']).toHaveLength(2);
    expect(
      (await election.does('take-office', { limit: '2018-12-31', effectiveAt: '2016-04-01' })).body['events'],
    ).toEqual([]);
    const { body: holders } = await governance.sees(`offices/${election.officeId}/holders?validAt=2016-04-01`);
    expect(holders['holders']).toMatchObject(
      [1, 2].map((n) => ({ person: person(n), electionId: election.electionId, limit: '2018-12-31' })),
    );
    expect((await election.shown()).mandates).toMatchObject(
      [1, 2].map((n) => ({ person: person(n), since: '2016-04-01' })),
    );
  });

  it('starts no mandate of whoever was not elected, or in another office, or before', async () => {
    await election.isCalled(1, 2);
    await election.isHeld([10, 5]);
    const refused = async (into: string, n: number, more: object = {}) => {
      const mandate = { person: person(n), how: 'elected', electionId: election.electionId, effectiveAt: DAY };
      return (await governance.tries(`offices/${into}/start-mandate`, { ...mandate, ...more })).body;
    };
    expect(await refused(election.officeId, 2)).toMatchObject({
      code: 'GOV_PERSON_NOT_ELECTED',
      found: person(2).personId,
      required: person(1).personId,
    });
    expect(await refused(office, 1)).toMatchObject({
      code: 'GOV_ELECTED_TO_ANOTHER_OFFICE',
      found: election.officeId,
      required: office,
    });
    expect(await refused(election.officeId, 1, { how: 'co-opted' })).toMatchObject({
      code: 'GOV_MANDATE_NOT_BY_ELECTION',
    });
    expect(await refused(election.officeId, 1, { effectiveAt: '2016-03-30' })).toMatchObject({
      code: 'GOV_MANDATE_BEFORE_ELECTION',
      required: DAY,
    });
    expect(await refused(election.officeId, 1, { electionId: id(0xdead) })).toMatchObject({
      code: 'GOV_ELECTION_NOT_FOUND',
    });
    const started = await governance.does(`offices/${election.officeId}/start-mandate`, {
      ...{ person: person(1), how: 'elected', electionId: election.electionId, effectiveAt: DAY },
    });
    const [{ id: fact } = { id: '' }] = started.body['events'] as readonly { id: string }[];
    const changes = { person: person(2) };
    const correction = await governance.tries(`offices/${election.officeId}/correct-mandate`, {
      fact,
      changes,
      reason: 'x',
    });
    expect(correction.body).toMatchObject({ code: 'GOV_PERSON_NOT_ELECTED', found: person(2).personId });
  });

  it('a cap counts all who take office together', async () => {
    const constraintId = id(0xca9);
    await governance.does(`bodies/${board}/constrain`, {
      constraintId,
      rule: { kind: 'cap', most: 1 },
      effectiveAt: '2016-01-01',
    });
    await election.isCalled(2, 0);
    for (const n of [1, 2]) await election.files(n, { candidates: [{ person: person(n), organisationId: company }] });
    await election.isHeld([10, 9]);
    expect((await election.tries('take-office', {})).body).toMatchObject({
      code: 'GOV_BODY_CAP_EXCEEDED',
      found: 2,
      required: 1,
    });
    await governance.does(`bodies/${board}/lift-constraint`, { constraintId, effectiveAt: '2016-01-02' });
    await election.does('take-office', {});
  });

  it('a tally that is corrected leaves the mandates that rest on it, and marks them', async () => {
    await election.isCalled(1, 2);
    const { body } = await election.isHeld([10, 5]);
    await election.does('take-office', {});
    const [{ id: fact } = { id: '' }] = body['events'] as readonly { id: string }[];
    governance.app.clock.set('2017-01-15T10:00:00Z');
    const tally = { ...sheet, ballots: 15, votes: election.votes(5, 10) };
    await election.does('correct-tally', { fact, changes: { tally }, reason: 'Lignes interverties' });
    expect(await election.elected()).toEqual([2]);
    expect((await election.shown()).mandates).toMatchObject([{ person: person(1), differs: 'not-elected' }]);
    const shown = await governance.sees(`offices/${election.officeId}`);
    expect(shown.body['mandates']).toMatchObject([{ person: person(1), differs: 'not-elected' }]);
    expect(await election.elected('?knownAt=2017-01-01')).toEqual([1]);
    const then = await governance.sees(`offices/${election.officeId}?knownAt=2017-01-01`);
    expect((then.body['mandates'] as readonly object[])[0]).not.toHaveProperty('differs');
    governance.app.clock.set('2016-12-31T10:00:00Z');
  });

  it('an election that never was takes its facts with it, and marks what rested on it', async () => {
    await election.isCalled(1, 2);
    await election.isHeld([10, 5]);
    await election.does('take-office', {});
    const events = await recorded(governance, election.electionId);
    const [{ id: fact } = { id: '' }] = events.filter(({ type }) => type === 'governance.ElectionCalled');
    const { body } = await election.does('void-call', { fact, reason: 'Saisie en double' });
    expect(body['events']).toHaveLength(4);
    expect((await governance.sees(election.path)).status).toBe(404);
    const shown = await governance.sees(`offices/${election.officeId}`);
    expect(shown.body['mandates']).toMatchObject([{ person: person(1), differs: 'not-elected' }]);
  });

  it('is read as it was on a day', async () => {
    await election.isCalled(1, 2);
    await election.files(3);
    await election.does('withdraw-candidacy', { candidacyId: election.candidacy(3), effectiveAt: '2016-03-20' });
    const equal = { ...sheet, ballots: 14, abstentions: 1, votes: election.votes(7, 7) };
    await election.does('record-tally', { tally: equal });
    await election.does('record-tally', { tally: equal, round: 2 });
    await election.does('resolve-tie', { by: 'age', elected: [election.candidacy(2)], effectiveAt: '2016-04-02' });
    await election.does('take-office', { effectiveAt: '2016-04-10' });
    const on = async (day: string) => {
      const { status, candidacies, elected, mandates } = await election.shown(`?validAt=${day}`);
      const there = candidacies.filter(({ withdrawnOn }) => withdrawnOn === undefined);
      return [status, there.length, elected.length, mandates.length];
    };
    expect((await governance.sees(`${election.path}?validAt=2016-02-29`)).status).toBe(404);
    expect(await on('2016-03-09')).toEqual(['called', 0, 0, 0]);
    expect(await on('2016-03-19')).toEqual(['called', 3, 0, 0]);
    expect(await on('2016-03-30')).toEqual(['called', 2, 0, 0]);
    expect(await on(DAY)).toEqual(['tied', 2, 0, 0]);
    expect(await on('2016-04-02')).toEqual(['elected', 2, 1, 0]);
    expect(await on('2016-04-10')).toEqual(['elected', 2, 1, 1]);
  });

  it('places and meeting of a call are looked up when it is corrected, too', async () => {
    await election.isCalled(1, 1);
    const [{ id: fact } = { id: '' }] = await recorded(governance, election.electionId);
    const refused = async (changes: object) =>
      (await election.tries('correct-call', { fact, changes, reason: 'x' })).body;
    expect(await refused({ places: 10 })).toMatchObject({
      code: 'GOV_ELECTION_PLACES_EXCEED_OFFICE',
      ...{ found: 10, required: 9 },
    });
    expect(await refused({ meetingId: id(0xdead) })).toMatchObject({ code: 'GOV_MEETING_NOT_FOUND' });
    await election.does('correct-call', { fact, changes: { places: 2 }, reason: 'x' });
    expect((await governance.sees(election.path)).body).toMatchObject({ places: 2 });
  });

  it('what is irregular by what is known today is shown beside what was marked', async () => {
    await election.isCalled(1, 1);
    await election.isHeld([15]);
    const [{ id: fact } = { id: '' }] = await recorded(governance, election.meetingId, 'meeting');
    const correction = { fact, changes: { scheduledFor: '2016-03-30' }, reason: 'Jour mal saisi' };
    await governance.does(`meetings/${election.meetingId}/correct-convocation`, correction);
    const { rounds } = await election.shown();
    expect(rounds[0]?.differs).toEqual({
      irregularities: [{ kind: 'held-on-other-day', found: DAY, required: '2016-03-30' }],
    });
  });

  it('is listed by cluster, body, office and status', async () => {
    await election.isCalled(1, 1);
    const listed = async (query: string) =>
      ((await governance.sees(`elections?limit=100&${query}`)).body['items'] as readonly { electionId: string }[]).some(
        ({ electionId }) => electionId === election.electionId,
      );
    for (const query of [
      `clusterId=${numelink}`,
      `bodyId=${assembly}`,
      `officeId=${election.officeId}`,
      'status=called',
    ])
      expect([query, await listed(query)]).toEqual([query, true]);
    for (const query of [`clusterId=${company}`, `bodyId=${board}`, `officeId=${office}`, 'status=elected'])
      expect([query, await listed(query)]).toEqual([query, false]);
  });

  it('is minuted with its votes and whoever is elected', async () => {
    await election.isCalled(1, 2);
    await election.isHeld([10, 5]);
    const path = `meetings/${election.meetingId}/minutes`;
    const { body } = await governance.sees(path);
    expect(body['elections']).toMatchObject([{ office: 'Sièges', round: 1, elected: [election.candidacy(1)] }]);
    const page = await governance.sees(path, { headers: { accept: 'text/html' } });
    const text = String(page.body['text'])
      .replaceAll(/<[^>]*>|\s+/g, ' ')
      .replaceAll(/ +/g, ' ');
    expect(text).toContain('Élection\u00a0: Sièges (tour 1)'.replaceAll('\u00a0', ' '));
    for (const said of ['Candidate 1 10', 'Candidate 2 5', 'Base de la majorité 15', 'Élus Candidate 1'])
      expect(text).toContain(said);
  });

  it('statutes that are recorded late are shown beside what was decided', async () => {
    await election.isCalled(1, 2);
    await election.isHeld([10, 5]);
    const unanimous = { ...byMajority, majority: { numerator: 1, denominator: 1 }, strict: false };
    const specialClauses = [{ kind: 'election', clause: unanimous }];
    await governance.does(`statutes/${numelink}/adopt`, { clauses, specialClauses, effectiveAt: '2016-03-30' });
    const { status, rounds } = await election.shown();
    expect(status).toBe('elected');
    expect(rounds).toMatchObject([
      { outcome: 'elected', differs: { rule: { majority: { numerator: 1 } }, outcome: 'none', elected: [] } },
    ]);
  });
});
