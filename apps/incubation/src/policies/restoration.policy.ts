import type { GrappeEvents } from '#libs/contracts';
import { managerCommand } from '#libs/commands';
import { calendarDate, uuid, type CalendarDate, type RecordedEvent } from '#libs/kernel';
import { processManager, returnsOver, step, type ManagerStep } from '#libs/process-managers';
import { LAST_DAY, type ReadModels } from '#libs/projections';
import { incubator } from '../domain/incubator/incubator.ts';
import { partner } from '../domain/partner/partner.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { partners, type PartnerDocument } from '../read-models/partners/partners.projection.ts';

const RESTORED = 'membership.ClusterRestored';
const OF_PARTNERS = ['PartnerJoined', 'PartnerJoinedCorrected', 'PartnerLeftCorrected', 'PartnerLeftVoided'];

const leave = managerCommand<{ readonly incubatorId: string; readonly on: CalendarDate }>({
  name: 'incubation.leave-with-dissolved',
  summary: 'End a partnership of a cluster that was dissolved and has come back.',
  aggregate: partner,
  run: async (tx, { id, body: { incubatorId, on } }) =>
    tx.decide(partner, id, { type: 'LeavePartnership', incubator: await tx.read(incubator, incubatorId), on }),
});

/** A cluster that was dissolved comes back without the partnerships that it held, also those that are recorded late. */
export const incubationRestoration = processManager<undefined, readonly ManagerStep[]>({
  name: 'incubation.restoration',
  on: [RESTORED, ...OF_PARTNERS.map((name) => `incubation.${name}`)],
  commands: [leave],
  reads: [partners, clusters],
  gather: async (event, readModels) => {
    const concerned = await concernedBy(event, readModels);
    return (await Promise.all(concerned.map((each) => endings(each, readModels)))).flat();
  },
  react: (_event, { facts }) => [facts],
});

async function concernedBy({ type, data }: RecordedEvent, readModels: ReadModels): Promise<readonly PartnerDocument[]> {
  const register = readModels.of(partners);
  if (type === RESTORED) {
    const { clusterId } = data as GrappeEvents['membership.ClusterRestored'];
    return await register.all({ holder_id: clusterId });
  }
  const { partnerId } = ('was' in data ? data['was'] : data) as { readonly partnerId: string };
  const known = await register.get(partnerId);
  return known === undefined ? [] : [known];
}

async function endings(held: PartnerDocument, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const { partnerId, incubatorId, holder, holders, since: joined, until } = held;
  const since = holders.at(-1)?.from ?? joined;
  const cluster = await readModels.of(clusters).get(holder.id);
  const isOpen = until === LAST_DAY;
  return returnsOver(cluster, { since, until: isOpen ? undefined : until }).map(({ operationId, on }) =>
    step(leave, {
      ...{ key: `restored-partner:${operationId}:${partnerId}`, id: uuid(partnerId) },
      ...{ body: { incubatorId, on: calendarDate(on) }, effectiveAt: calendarDate(on) },
      // In an incubator that is no more it has ended already.
      tolerates: ['INC_PARTNER_LEFT', 'INC_INCUBATOR_DISSOLVED'],
    }),
  );
}
