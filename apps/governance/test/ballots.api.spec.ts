import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ballots, type Ballot } from '#libs/ballot/testing';
import { addDays, calendarDate } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { assembly, clauses, createAssembly, Governance, numelink } from './governance.fixtures.ts';

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
    await governance.does(`meetings/${this.#meeting}/hold`, { members, present, represented, effectiveAt });
    await governance.does('resolutions', {
      ...{ id: this.resolution, meetingId: this.#meeting, clause: 'ordinary', subject: 'Budget', effectiveAt },
    });
  }

  async isRecorded() {
    const body = { tally: this.ballot.tally, effectiveAt: this.on };
    return await governance.does(`resolutions/${this.resolution}/record-tally`, body);
  }

  async #convene(id: string, day: string, more: object = {}): Promise<void> {
    const called = { id, bodyId: assembly, scheduledFor: day, agenda: ['Budget'], effectiveAt: day };
    await governance.does('meetings', { ...called, ...more });
  }
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
  });
});
