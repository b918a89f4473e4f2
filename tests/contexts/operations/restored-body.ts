import type { Uuid } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { OperationStory, type Stage } from './operation-story.ts';

export const RESTORED = '2019-03-15';

/** A cluster that disappeared and comes back: its last members meet, and what they decide is published. */
export class Return<App extends Stage = TestApplication> extends OperationStory<App> {
  /** What could be done with it on the day of its publication. */
  actions: readonly { readonly verb: string; readonly body: object; readonly outcome: string }[] = [];

  /** From the start to the day on which the return is published in the Journal officiel. */
  async restored(clusterId: Uuid, body: object): Promise<void> {
    const participants = [{ clusterId, role: 'restored' }];
    const accepted = async (verb: string, more: object) => await this.acted(verb, more);
    await this.accepted('mergers/operations', {
      ...{ id: this.operationId, kind: 'restoration', title: 'Return', participants, effectiveAt: '2018-11-01' },
    });
    await accepted('draft-plan', {
      plan: {
        ...{ motives: 'What the members want', newAntennas: [], antennaMapping: [] },
        ...{ transitionalGovernance: { bodies: [] }, conditions: [], contributionsEuros: null, openPoints: [] },
        successor: { clusterId, nameKind: 'final', departments: [], ...body },
      },
      effectiveAt: '2018-11-15',
    });
    const { plan } = await this.page();
    const { hash: planHash } = plan as { readonly hash: string };
    await accepted('adopt-plan', { clusterId, planHash, effectiveAt: '2018-12-01' });
    await accepted('schedule-assembly', { clusterId, scheduledFor: '2018-12-10' });
    const tally = { members: 2, present: 2, represented: 0, for: 2, against: 0, abstentions: 0 };
    await accepted('record-vote', { clusterId, tally, effectiveAt: '2018-12-10' });
    this.foreseen = (await this.act('dry-run', { on: RESTORED })).body;
    const { items } = await this.read(`mergers/operations/${this.operationId}/actions?validAt=${RESTORED}`);
    this.actions = items as Return['actions'];
    await accepted('take-effect', { journalOfficielOn: RESTORED, effectiveAt: RESTORED });
    await this.app.react();
  }

  /** The id of the first event of a type in the stream of a cluster. */
  async factOf(this: Return, type: string, clusterId: string): Promise<string> {
    for await (const page of this.app.store.readAll(0n, { filter: { types: [`membership.${type}`] } })) {
      const event = page.events.find(({ data }) => data['clusterId'] === clusterId);
      if (event !== undefined) return event.id;
    }
    throw new Error(`no ${type} of ${clusterId}`);
  }
}
