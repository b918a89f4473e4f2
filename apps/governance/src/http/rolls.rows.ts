import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { rollEvents, remarkSchema, uuidSchema, votersSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { roll } from '../domain/roll/roll.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { electorateOf } from './electorate.ts';
import { absentCluster } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const clusterOfRoll = clusterOf(roll, ({ frozen }) => frozen);
const counted = { count: true, sha256: true } as const;
const voters = votersSchema
  .optional()
  .describe(
    'Default: the members of the cluster on the day, by college, for an assembly; the holders of seats for another body.',
  );

export const rollCommands = commandTable('governance.rolls', governanceRefusals, [
  commandOf(roll, 'FreezeRoll', {
    summary: 'Freeze the electorate of a body as it was on a day, with its count and its hash.',
    body: { bodyId: uuidSchema, voters },
    reports: { RollFrozen: rollEvents.RollFrozen.schema.pick(counted) },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    unless: async ({ body: { bodyId }, effectiveAt, copies }, tx) => {
      const [clusterId] = await clusterOfBody(tx, bodyId);
      return clusterId === undefined ? undefined : await absentCluster(copies, clusterId, effectiveAt);
    },
    refusals: [
      'GOV_CLUSTER_ABSENT',
      ...BODY_ABSENT,
      'GOV_ROLL_EXISTS',
      'GOV_ROLL_EMPTY',
      'GOV_ROLL_TOO_LARGE',
      'GOV_VOTER_TWICE',
    ],
    happened: onItsDay,
    decide: async ({ id, body: { bodyId, voters: given }, effectiveAt: on, copies }, tx) => {
      const state = await tx.read(body, bodyId);
      return { rollId: id, bodyId, on, body: state, voters: given ?? (await electorateOf(state, on, copies)) };
    },
  }),
  commandOf(roll, 'AmendRoll', {
    verb: 'amend',
    summary: 'Record a further version of a roll that was wrong, with the reason; the version before stays.',
    body: { voters: votersSchema, reason: remarkSchema },
    reports: { RollAmended: rollEvents.RollAmended.schema.pick({ rollVersion: true, ...counted }) },
    scope: ({ id }, tx) => clusterOfRoll(tx, id),
    refusals: ['GOV_ROLL_NOT_FOUND', 'GOV_ROLL_BEFORE_FREEZING', 'GOV_ROLL_TOO_LARGE', 'GOV_VOTER_TWICE'],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt: on }) => ({ rollId: id, ...facts, on }),
  }),
  ...factCommands(roll, { scope: ({ id }, tx) => clusterOfRoll(tx, id), refusals: FACT_REFUSALS }),
]);
