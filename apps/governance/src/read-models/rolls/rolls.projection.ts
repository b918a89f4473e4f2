import { z } from 'zod';
import { catalog, rollEvents, uuidSchema, votersSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

const { RollFrozen, RollAmended } = rollEvents;

const rollVersion = RollFrozen.schema
  .pick({ count: true, sha256: true, on: true })
  .extend({ rollVersion: z.int().min(1), reason: RollAmended.schema.shape.reason.optional() })
  .meta({ id: 'RollVersion', description: 'A version of a roll, which counts until the next one.' });

export const rollView = RollFrozen.schema
  .pick({ rollId: true, bodyId: true, clusterId: true })
  .extend({ frozenOn: RollFrozen.schema.shape.on, versions: z.array(rollVersion) })
  .meta({ id: 'Roll', description: 'The electorate of a body as it was frozen, with its corrections.' });

export const rollVotersView = z
  .strictObject({ rollId: uuidSchema, ...rollVersion.shape, voters: votersSchema })
  .meta({ id: 'RollVoters', description: 'The voters of a version of a roll: what its hash is of.' });

type RollView = Immutable<z.infer<typeof rollView>>;
type RollVoters = Immutable<z.infer<typeof rollVotersView>>;

/** A roll as it is stored, each version with its voters. */
export interface RollDocument extends Omit<RollView, 'versions'> {
  readonly versions: readonly Omit<RollVoters, 'rollId'>[];
}

export const rolls = projection<GrappeEvents, RollDocument>({
  name: 'governance.rolls',
  version: 1,
  order: catalog.order,
  subject: 'governance.roll',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
  },
  indexes: [['cluster_id'], ['body_id']],
  key: 'rollId',
  on: {
    'governance.RollFrozen': creates(({ data: { rollId, bodyId, clusterId, on, ...frozen } }) => ({
      ...{ rollId, bodyId, clusterId, frozenOn: on },
      versions: [{ rollVersion: 1, ...frozen, on }],
    })),
    'governance.RollAmended': updates((roll, { data: { rollVersion: number, voters, count, sha256, reason, on } }) => ({
      ...roll,
      versions: [...roll.versions, { rollVersion: number, voters, count, sha256, reason, on }],
    })),
  },
});

/** A roll without its voters. */
export function viewOfRoll({ versions, ...roll }: RollDocument): RollView {
  return { ...roll, versions: versions.map(({ voters: _voters, ...version }) => version) };
}

/** The voters of a version, or of the last one; undefined where there is none with that number. */
export function votersOf({ rollId, versions }: RollDocument, number?: number) {
  const version = number === undefined ? versions.at(-1) : versions.find(({ rollVersion: each }) => each === number);
  return version && { rollId, ...version };
}
