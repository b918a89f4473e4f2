import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { belongingsOf, commandsOf, establish, membershipOf } from './support/two-clusters.ts';

const [own, partner, third] = [belongingsOf('own'), belongingsOf('partner'), belongingsOf('third')];
/** Ids that nobody bears are anybody's. */
const FREE = ['new', 'operation', 'condition'];
const born = Object.entries(third).filter(([kind]) => !FREE.includes(kind));
const theirs = [...born.map(([, id]) => id), membershipOf(third)];
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const commands = commandsOf(own, partner);

/** Some of the ids of a command, in its path and its body, in the order in which they stand there. */
const anyForgery = fc.record({
  command: fc.nat({ max: commands.length - 1 }),
  changes: fc.array(fc.tuple(fc.nat({ max: 11 }), fc.constantFrom(...theirs)), { minLength: 1, maxLength: 3 }),
  effectiveAt: fc.constantFrom('2006-01-01', '2015-06-01', '2020-01-01'),
});
type Forgery = typeof anyForgery extends fc.Arbitrary<infer Each> ? Each : never;

function forged({ command, changes, effectiveAt }: Forgery): readonly [path: string, body: object] {
  const [path, body] = commands[command] ?? ['', {}];
  let at = 0;
  const count = [...`${path} ${JSON.stringify(body)}`.matchAll(UUID)].length;
  const replaced = new Map(changes.map(([place, id]) => [count === 0 ? 0 : place % count, id]));
  const swap = (text: string): string => text.replaceAll(UUID, (id) => replaced.get(at++) ?? id);
  return [swap(path), { ...(JSON.parse(swap(JSON.stringify(body))) as object), effectiveAt }];
}

/**
 * Whoever starts an operation with a cluster says so: that is an exploration, and binds nobody. An organisation may become a member
 * of a second cluster, which has to do with it from then on.
 */
const OF_BOTH = ['mergers.participations', 'mergers.operations', 'membership.organisations', 'mergers.organisations'];
const models = contexts.flatMap(({ projections }) => projections).filter(({ name }) => !OF_BOTH.includes(name));

describe('ids of others in the commands of an operator', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    for (const each of [own, partner, third]) await establish(app, each);
  });
  afterAll(() => app.stop());

  /** What each read model shows of the third cluster and of what is its own; an id of another kind may be somebody else's. */
  async function shown(): Promise<ReadonlyMap<string, string>> {
    const documents = new Map<string, unknown>();
    for (const model of models) {
      const query = app.services.readModels.of(model);
      if ('cluster_id' in model.columns) documents.set(model.name, await query.all({ cluster_id: third.cluster }));
      for (const id of theirs) documents.set(`${model.name} ${id}`, await query.get(id));
    }
    const there = [...documents].filter(([, document]) => document !== undefined);
    return new Map(there.map(([key, document]) => [key, JSON.stringify(document)]));
  }

  it('its own are taken', async () => {
    const send = async ([path, body]: (typeof commands)[number]) =>
      (await app.post(path, { ...body, effectiveAt: '2016-01-01' }, { as: 'operator', clusters: [own.cluster] }))
        .status;
    const taken = commands.filter(([path]) => /operations$|draft-plan$/.test(path));
    for (const command of taken) expect([200, 201]).toContain(await send(command));
    expect((await app.get(`mergers/operations/${own.operation}`)).body).toMatchObject({ status: 'drafted' });
  });

  it('those of others change nothing outside its clusters', async () => {
    const before = await shown();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(anyForgery, async (forgery) => {
        const [path, body] = forged(forgery);
        const { status } = await app.post(path, body, { as: 'operator', clusters: [own.cluster] });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(status).toBeLessThan(500);
        if (status >= 300) return;
        await app.react();
        const after = await shown();
        expect([...before].filter(([name, text]) => after.get(name) !== text).map(([name]) => name)).toEqual([]);
      }),
      { numRuns: 400, seed: propertySeed() },
    );
    // Else the property has tried nothing.
    expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(10);
    expect(statuses.get(403) ?? 0).toBeGreaterThan(10);
  });
});
