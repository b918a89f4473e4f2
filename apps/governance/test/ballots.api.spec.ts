import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ballots, type Ballot } from '#libs/ballot/testing';
import { addDays, calendarDate } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { assembly, bocquet, clauses, createAssembly, Governance, montier, numelink } from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeAll(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '100000' });
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.does('bodies', createAssembly);
});
afterAll(() => app.stop());

/** Each vote has a meeting, a resolution and a day of its own, on which statutes with its clause come into force. */
class Vote {
  readonly on: string;
  readonly #first: string;
  readonly #meeting: string;
  readonly resolution: string;

  constructor(
    readonly ballot: Ballot,
    index: number,
  ) {
    this.on = addDays(calendarDate('2012-01-01'), index);
    [this.#first, this.#meeting, this.resolution] = [
      countedUuid(3 * index, 0xb),
      countedUuid(3 * index + 1, 0xb),
      countedUuid(3 * index + 2, 0xb),
    ];
  }

  async isHeld(): Promise<void> {
    const { clause, tally, convocation } = this.ballot;
    const { members, present, represented } = tally;
    const effectiveAt = this.on;
    await governance.does(`statutes/${numelink}/adopt`, {
      clauses: { ...clauses, ordinary: clause },
      effectiveAt,
    });
    if (convocation === 'second') {
      const before = addDays(calendarDate(this.on), -30);
      await this.#convene(this.#first, before);
      const nobody = { members, present: 0, represented: 0, effectiveAt: before };
      await governance.does(`meetings/${this.#first}/hold`, nobody);
    }
    await this.#convene(this.#meeting, this.on, convocation === 'second' ? { secondOf: this.#first } : {});
    await governance.does(`meetings/${this.#meeting}/hold`, {
      ...{ members, present, represented, chair: bocquet, secretary: montier, effectiveAt },
    });
    await governance.does('resolutions', {
      ...{ id: this.resolution, meetingId: this.#meeting, clause: 'ordinary', subject: 'Budget', effectiveAt },
    });
  }

  async isRecorded() {
    const body = { tally: this.ballot.tally, effectiveAt: this.on };
    return await governance.does(`resolutions/${this.resolution}/record-tally`, body);
  }

  /** The minutes of its meeting, as data and as they are printed: the names of the lines with what stands on each. */
  async isMinuted() {
    const { body } = await governance.sees(`meetings/${this.#meeting}/minutes`);
    return { json: body, printed: await this.#printed(`meetings/${this.#meeting}/minutes`) };
  }

  async isExtracted(): Promise<ReadonlyMap<string, string>> {
    return await this.#printed(`resolutions/${this.resolution}/extract`);
  }

  async #printed(path: string): Promise<ReadonlyMap<string, string>> {
    const { body } = await governance.sees(`${path}?language=en`, { headers: { accept: 'text/html' } });
    const lines = String(body['text']).matchAll(/<th>([^<]+)<\/th>\s*<td>([^<]*)<\/td>/g);
    return new Map([...lines].map(([, name = '', value = '']) => [name, value.replaceAll('\u202f', '')]));
  }

  async #convene(id: string, day: string, more: object = {}): Promise<void> {
    const called = { id, bodyId: assembly, scheduledFor: day, agenda: ['Budget'], effectiveAt: day };
    await governance.does('meetings', { ...called, ...more });
  }
}

const BASES = {
  'votes-cast': 'votes cast',
  'present-and-represented': 'present and represented',
  members: 'members',
} as const;
const OUTCOMES = { adopted: 'adopted', rejected: 'rejected', inquorate: 'no quorum, nothing is decided' } as const;

/** What the minutes have to say of a vote: from the table, and not from what the product has reckoned. */
function printedAs({ clause, tally, quorum, majority, outcome }: Ballot) {
  const isOfColleges = clause.counting?.carried === 'each-adopts';
  const { blank = 0, invalid = 0 } = tally;
  return {
    'Votes counted in favour': String(majority.inFavour),
    'Base of the majority': `${String(majority.base)} ${isOfColleges ? 'colleges' : BASES[clause.majorityOf]}`,
    'Majority needed': expect.stringMatching(
      new RegExp(
        `^(more than|at least) ${String(majority.threshold)}${majority.needed === undefined ? '' : ` \\(${String(majority.needed)}\\)`}$`,
      ),
    ),
    Quorum: expect.stringMatching(
      new RegExp(`^${String(quorum.found)} present.* of ${String(tally.members)}, ${String(quorum.needed)} needed$`),
    ),
    Against: String(tally.against),
    Abstentions: String(tally.abstentions),
    Blank: String(blank),
    Invalid: String(invalid),
    Outcome: OUTCOMES[outcome],
  };
}

describe('a vote of the table, over HTTP', () => {
  const votes = ballots.map((ballot, index) => new Vote(ballot, index));

  it.each(votes.map((vote) => [vote.ballot.name, vote] as const))('%s', async (_name, vote) => {
    const { outcome, convocation, quorum, majority, tally } = vote.ballot;
    await vote.isHeld();
    const expected = { convocation, quorum, majority };
    const { body } = await vote.isRecorded();
    expect(body['recorded']).toMatchObject({ outcome, reckoning: expected });
    expect(body['recorded']).not.toHaveProperty('irregularities');
    const read = (await governance.sees(`resolutions/${vote.resolution}`)).body;
    expect(read).toMatchObject({ status: outcome, decision: { tally, reckoning: expected } });
    expect(read).not.toHaveProperty('differs');
    const { json, printed } = await vote.isMinuted();
    expect(json['resolutions']).toMatchObject([{ status: outcome, decision: { tally, reckoning: expected } }]);
    expect(Object.fromEntries(printed)).toMatchObject(printedAs(vote.ballot));
    expect(Object.fromEntries(await vote.isExtracted())).toMatchObject(printedAs(vote.ballot));
  });
});
