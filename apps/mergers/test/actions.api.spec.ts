import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, calendarDate, type CalendarDate } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { publish, registeredCluster } from '../../../tests/support/published.ts';
import { Random } from '../../../tests/system/support/random.ts';
import { mergersContext } from '../src/mergers.context.ts';
import { auvergneTic, blockingCondition, clause, clustR, creation, creationPlan } from './sample-operation.ts';
import type { Plan } from '../src/domain/rules/act.ts';
import { digitalLeague, numelink, samples, type Sample } from './sample-operation.ts';

interface Item {
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly outcome: 'allowed' | 'already-so' | 'refused';
  readonly events: readonly string[];
  readonly refusal?: Readonly<Record<string, unknown>>;
}

/** How many histories are drawn; ACTIONS_HISTORIES says another number, for a run by hand. */
const HISTORIES = Number(process.env['ACTIONS_HISTORIES'] ?? 6);
const STEPS = 18;
/** What the streams of the bodies say. */
const BINDING: readonly string[] = ['BodyEngaged', 'BodyReleased'];
const FIRST = calendarDate('2015-08-01');

const SAMPLED = [numelink, auvergneTic, clustR, digitalLeague];
const founding: Sample = { kind: 'fusion-creation', participants: creation, plan: creationPlan };

/** A history of one operation between clusters of its own. */
class History {
  readonly operationId: string;
  readonly #clusters: readonly string[];
  readonly #taken = new Set<string>();
  #today: CalendarDate = FIRST;

  constructor(
    private readonly app: TestApplication,
    private readonly random: Random,
    number: number,
  ) {
    this.operationId = countedUuid(number, 0x3a);
    this.#clusters = [0, 1, 2, 3].map((index) => countedUuid(10_000 + 4 * number + index, 0x3a));
  }

  async begins(): Promise<void> {
    const { kind: _kind, statutesVersion, ...dissolution } = clause;
    const clauses = { ordinary: dissolution, amendment: dissolution, dissolution };
    for (const clusterId of this.#clusters.slice(0, 3))
      await publish(this.app.store, registeredCluster(clusterId), {
        type: 'governance.StatutesAdopted',
        data: { clusterId, statutesVersion, inForceFrom: '2010-01-01', clauses },
      });
    this.#goesOn(0);
    const sample = this.random.oneOf([...samples, founding]) ?? founding;
    if (sample.kind === 'restoration') await this.#dissolved();
    const conditions = this.random.below(2) === 0 ? [] : [blockingCondition];
    const openPoints = this.random.below(8) === 0 ? ['The name'] : [];
    const joining = await this.#joining(sample);
    const { kind, participants, plan } = this.#own({
      ...sample,
      plan: sample.plan({ conditions, openPoints, ...joining }),
    });
    const started = { id: this.operationId, kind, title: 'Drawn', participants, effectiveAt: this.#today };
    expect(await this.app.post('mergers/operations', started)).toMatchObject({ status: 201 });
    const drafted = await this.send('draft-plan', { plan });
    expect(drafted.status).toBe(200);
  }

  /** What comes back has disappeared before. */
  async #dissolved(): Promise<void> {
    const clusterId = this.#clusters[0] ?? '';
    await publish(this.app.store, { type: 'membership.ClusterDissolved', data: { clusterId, on: '2012-06-30' } });
  }

  /** Where whoever accedes may join, two organisations. */
  async #joining({ kind }: Sample): Promise<Pick<Plan, 'joining'>> {
    if (!['fusion-absorption', 'fusion-creation', 'federation'].includes(kind)) return {};
    const ids = [1, 2].map((n) => countedUuid(Number.parseInt(this.operationId.slice(-6), 16) * 2 + n, 0x3b));
    for (const organisationId of ids)
      await publish(this.app.store, {
        type: 'membership.OrganisationRegistered',
        data: { organisationId, name: 'A company', kind: 'company', since: '2010-01-01' },
      });
    return { joining: ids.map((organisationId) => ({ organisationId })) };
  }

  /** With clusters of its own in the place of those of the sample. */
  #own<Drawn>(drawn: Drawn): Drawn {
    const text = SAMPLED.reduce(
      (json, id, index) => json.replaceAll(id, this.#clusters[index] ?? id),
      JSON.stringify(drawn),
    );
    return JSON.parse(text) as Drawn;
  }

  /** Some days later: a few, or as long as a delay takes. */
  #goesOn(days: number): void {
    this.#today = addDays(this.#today, days);
    this.app.clock.set(`${this.#today}T10:00:00Z`);
  }

  async send(verb: string, body: object, dryRun = false): Promise<TestAnswer> {
    const path = `mergers/operations/${this.operationId}/${verb}${dryRun ? '?dryRun=true' : ''}`;
    const day = verb === 'schedule-assembly' ? {} : { effectiveAt: this.#today };
    return await this.app.post(path, { ...body, ...day });
  }

  async actions(): Promise<{ readonly status: string; readonly items: readonly Item[] }> {
    const { body } = await this.app.get(`mergers/operations/${this.operationId}/actions?validAt=${this.#today}`);
    return JSON.parse(JSON.stringify(body)) as { readonly status: string; readonly items: readonly Item[] };
  }

  /** What one state allows is what its commands are answered when they are tried; then one of those allowed is sent. */
  async step(): Promise<{ readonly status: string; readonly tried: number }> {
    const { status, items } = await this.actions();
    for (const item of items) expect(await this.#answered(item, true)).toEqual(saidOf(item));
    expect(items.flatMap(englishIn)).toEqual([]);
    const likely = items.filter((item) => item.outcome === 'allowed' && this.#isLikely(item));
    const onward = likely.filter(({ verb }) =>
      ['adopt-plan', 'open-documents', 'record-vote', 'take-effect'].includes(verb),
    );
    const taken = this.random.oneOf(onward.length > 0 && this.random.below(3) > 0 ? onward : likely);
    if (taken !== undefined) this.#taken.add(nameOf(taken));
    if (taken !== undefined) expect(await this.#answered(taken, false)).toEqual(saidOf(taken));
    this.#goesOn([1, 10, 61, 61][this.random.below(4)] ?? 1);
    return { status, tried: items.length };
  }

  /** Ways out are taken seldom, and what was done already, so that histories get far. */
  #isLikely(item: Item): boolean {
    const isOut = [
      'log-position',
      'withdraw',
      'postpone',
      'lapse',
      'annul',
      'draft-plan',
      'schedule-assembly',
    ].includes(item.verb);
    return !(isOut || this.#taken.has(nameOf(item))) || this.random.below(40) === 0;
  }

  async #answered({ verb, body }: Item, dryRun: boolean) {
    const { status, body: answer } = await this.send(verb, body, dryRun);
    if (status >= 400) {
      const { code, found, required, guard, earliestLawfulDate } = answer;
      return { verb, refusal: { code, found, required, guard, earliestLawfulDate } };
    }
    const events = answer['events'] as readonly { readonly type: string }[];
    return {
      verb,
      events: events.map(({ type }) => type.slice('mergers.'.length)).filter((type) => !BINDING.includes(type)),
    };
  }
}

/** The sentences of a refusal that are not in French: of those that have words, and are no data. */
function englishIn({ refusal }: Item): readonly unknown[] {
  if (refusal === undefined) return [];
  const said = refusal as Readonly<Record<string, string>>;
  const inFrench = refusal['inFrench'] as Readonly<Record<string, string>>;
  return ['title', 'found', 'required'].flatMap((name) => {
    const isSentence = /[a-z]{3,} [a-z]/i.test(said[name] ?? '');
    return isSentence && (inFrench[name] ?? said[name]) === said[name]
      ? [{ code: said['code'], [name]: said[name] }]
      : [];
  });
}

function nameOf({ verb, body }: Item): string {
  return `${verb} ${String(body['clusterId'] ?? body['authority'])}`;
}

function saidOf({ verb, events, refusal }: Item) {
  if (refusal === undefined) return { verb, events };
  const { code, found, required, guard, earliestLawfulDate } = refusal;
  return { verb, refusal: { code, found, required, guard, earliestLawfulDate } };
}

describe('what can be done with an operation', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([mergersContext], { RATE_LIMIT_PER_SECOND: '1000000' });
  });
  afterAll(() => app.stop());

  it(`is what its commands do, in ${String(HISTORIES)} drawn histories`, async () => {
    const seed = propertySeed();
    const random = new Random(seed);
    const states = new Map<string, number>();
    let tried = 0;
    for (let number = 1; number <= HISTORIES; number += 1) {
      const history = new History(app, random, number);
      await history.begins();
      for (let step = 0; step < STEPS; step += 1) {
        const found = await history.step();
        tried += found.tried;
        states.set(found.status, (states.get(found.status) ?? 0) + 1);
      }
    }
    process.stdout.write(
      `seed ${String(seed)}: ${String(tried)} commands in ${JSON.stringify(Object.fromEntries(states))}\n`,
    );
    expect({ seed, statuses: states.size > 4 }).toEqual({ seed, statuses: true });
  });

  it('says why not, and from when', async () => {
    const history = new History(app, new Random(7), HISTORIES + 1);
    await history.begins();
    const { items } = await history.actions();
    const vote = items.find(({ verb }) => verb === 'record-vote');
    expect(vote).toMatchObject({ outcome: 'refused', refusal: { code: 'MRG_WRONG_STATUS' } });
    expect(items.find(({ verb }) => verb === 'draft-plan')).toMatchObject({ outcome: 'already-so', events: [] });
    expect(items.find(({ verb }) => verb === 'withdraw')).toMatchObject({
      outcome: 'allowed',
      events: ['OperationWithdrawn'],
    });
  });
});
