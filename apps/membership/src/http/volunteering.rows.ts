import { volunteeringEvents } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { volunteering } from '../domain/volunteering/volunteering.ts';
import { unfitDay } from './clusters.rows.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const { VolunteerRateSet, VolunteeringNotValued, VolunteerTimeRecorded } = volunteeringEvents;

/** The volunteering of a cluster has the id of the cluster. */
export const volunteeringCommands = commandTable('membership.volunteering', membershipRefusals, [
  commandOf(volunteering, 'SetVolunteerRate', {
    verb: 'set-rate',
    summary: 'Set what an hour of volunteers is worth from a day on, in cents, with the basis of the rate.',
    body: VolunteerRateSet.schema.pick({ centsPerHour: true, basis: true }).shape,
    scope: ({ id }) => [id],
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(volunteering, 'LeaveVolunteeringUnvalued', {
    verb: 'leave-unvalued',
    summary: 'State that the time of volunteers is not valued from a day on, with the reason.',
    body: VolunteeringNotValued.schema.pick({ reason: true }).shape,
    scope: ({ id }) => [id],
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(volunteering, 'RecordVolunteerTime', {
    verb: 'record-time',
    summary:
      'Record the minutes that volunteers worked together on a day, or on the days from `since` up to it; another activity tells two times apart.',
    body: {
      ...VolunteerTimeRecorded.schema.pick({ activity: true, volunteers: true, minutes: true }).shape,
      since: VolunteerTimeRecorded.schema.shape.since.optional().describe('The first day. Default: the last one.'),
    },
    scope: ({ id }) => [id],
    happened: onItsDay,
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { clusterId: id, ...body, since: body.since ?? on, on, cluster: await tx.read(cluster, id) };
    },
  }),
  ...factCommands(volunteering, {
    scope: ({ id }) => [id],
    unless: async (changes, { id }, tx) => unfitDay(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...CLUSTER_UNFIT],
  }),
]);
