import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carriedEvent, type EmbargoLifted } from '#libs/contracts';
import type { RecordedEvent } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { id, MergerDesk } from './support/merger-desk.ts';
import { TestPlatform } from './support/test-platform.ts';

const cluster = (name: string) => id('cluster', 'embargo-lifted', name);
const [first, second] = [cluster('first'), cluster('second')];
const [late, longPast] = [cluster('late'), cluster('long-past')];

const RECORDED = '2016-03-10T10:00:00.000Z';
const PUBLIC_FROM = '2016-06-01';
const LAST_SECRET_MOMENT = '2016-05-31T21:59:59.999Z';
const FIRST_PUBLIC_MOMENT = '2016-05-31T22:00:00.000Z';

/** One test after the other on one history. */
describe('the end of an embargo, on PostgreSQL', () => {
  const clock = new ManualClock(RECORDED);
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start(undefined, clock);
    const desk = new MergerDesk(platform);
    for (const clusterId of [first, second, late, longPast]) await desk.cluster(clusterId, `Cluster ${clusterId}`);
    await named(first, 'Projet N2');
  });
  afterAll(() => platform.stop());

  async function named(clusterId: string, name: string, embargoUntil = PUBLIC_FROM): Promise<void> {
    const body = { name, nameKind: 'code', embargoUntil, effectiveAt: '2016-03-01' };
    await platform.sendAccepted(`membership/clusters/${clusterId}/name`, body);
  }

  async function restart(): Promise<void> {
    await platform.halt();
    platform = await TestPlatform.start(platform.database, clock);
  }

  const lifted = () => platform.events('membership.EmbargoLifted');
  const namesIn = (events: readonly RecordedEvent[]) =>
    events.map(({ data }) => carriedEvent(data as EmbargoLifted).data).map((data) => 'name' in data && data.name);
  const namesLifted = async () => namesIn(await lifted());

  it('is recorded neither with the name nor at the last moment before the day', async () => {
    expect(await lifted()).toEqual([]);
    clock.set(LAST_SECRET_MOMENT);
    expect(await lifted()).toEqual([]);
  });

  it('is recorded on the first moment of the day, once: public, with the event in it', async () => {
    clock.set(FIRST_PUBLIC_MOMENT);
    const [found, ...more] = await lifted();
    const original = (await platform.events('membership.ClusterNamed')).find(
      ({ data }) => data['clusterId'] === first,
    )!;
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      stream: `membership.embargo-${original.id}`,
      revision: 0n,
      data: { on: PUBLIC_FROM },
      metadata: {
        visibility: { kind: 'public' },
        recordedAt: FIRST_PUBLIC_MOMENT,
        effectiveAt: PUBLIC_FROM,
        causationId: original.id,
      },
    });
    expect(carriedEvent(found!.data as EmbargoLifted)).toEqual({
      type: original.type,
      version: original.schemaVersion,
      data: original.data,
      id: original.id,
      stream: original.stream,
      revision: original.revision,
      position: original.position,
      effectiveAt: '2016-03-01',
      recordedAt: RECORDED,
    });
    expect(found!.position > original.position).toBe(true);
    expect(original.metadata.visibility).toEqual({ kind: 'embargoed', until: PUBLIC_FROM });
  });

  it('is not recorded again when the clock passes the day a second time', async () => {
    clock.set(LAST_SECRET_MOMENT);
    expect(await lifted()).toHaveLength(1);
    clock.set('2016-06-02T08:00:00.000Z');
    expect(await lifted()).toHaveLength(1);
  });

  it('is recorded by the next platform when there was none on the day, and by none after it', async () => {
    clock.set(RECORDED);
    await named(second, 'Projet N3');
    await platform.untilSettled();
    await restart();
    expect(await namesLifted()).toEqual(['Projet N2']);
    await platform.halt();
    clock.set(FIRST_PUBLIC_MOMENT);
    platform = await TestPlatform.start(platform.database, clock);
    expect(await namesLifted()).toEqual(['Projet N2', 'Projet N3']);
    await restart();
    expect(await namesLifted()).toEqual(['Projet N2', 'Projet N3']);
  });

  it('is recorded at once for a name that comes after the day', async () => {
    clock.set('2016-08-01T09:00:00.000Z');
    await named(late, 'Projet N4', '2016-07-01');
    await named(longPast, 'Projet N0', '1800-01-01');
    expect((await namesLifted()).toSorted()).toEqual(['Projet N0', 'Projet N2', 'Projet N3', 'Projet N4']);
    const [N4] = (await lifted()).filter(({ data }) => data['on'] === '2016-07-01');
    expect(N4?.metadata).toMatchObject({ effectiveAt: '2016-07-01', recordedAt: '2016-08-01T09:00:00.000Z' });
  });

  it('is recorded once though the platform was killed after it was recorded and before that was written down', async () => {
    const { rowCount } = await platform.sql(`update grappe.timers set state = 'waiting' where state = 'fired'`);
    expect(rowCount).toBe(4);
    expect(await lifted()).toHaveLength(4);
    expect((await platform.sql(`select 1 from grappe.timers where state = 'fired'`)).rowCount).toBe(4);
  });

  it('is recorded once though its events are handled again from the beginning, by a process that knows nothing of timers', async () => {
    await platform.halt();
    await platform.sql('delete from grappe.timers');
    await platform.sql(`update grappe.consumers set position = 0 where name = 'membership.embargo'`);
    platform = await TestPlatform.start(platform.database, clock);
    expect(await lifted()).toHaveLength(4);
    expect((await platform.sql(`select 1 from grappe.timers where state = 'fired'`)).rowCount).toBe(4);
  });

  it('is a stream that folds, a line of the timeline, and nothing that a rebuild would see otherwise', async () => {
    const { admin } = platform.platform.runtime;
    const lines: object[] = [];
    for await (const line of admin.foldStreams(AbortSignal.timeout(30_000))) lines.push(line);
    expect(lines.at(-1)).toMatchObject({ kind: 'result', result: { unfoldable: [] } });
    const { body } = await platform.get(`audit/timeline/${first}?type=membership.EmbargoLifted`, { as: 'auditor' });
    expect(body['items']).toMatchObject([{ effectiveAt: PUBLIC_FROM, actor: 'process:membership.embargo' }]);
    expect(await platform.modelsThatDiffer()).toEqual([]);
  });
});
