import { managerCommand } from '#libs/commands';
import { inForceOn, uuid } from '#libs/kernel';
import { standsAgainOn, step, successionManager, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { endingBy, endingWithBody, heirsOf, strandsOf, takesUp } from '#libs/succession';
import { body, type AbolishBody, type BodyCommand } from '../domain/body/body.ts';
import {
  office,
  type CreateOffice,
  type EndMandate,
  type KeepMandate,
  type OfficeCommand,
} from '../domain/office/office.decide.ts';
import { createdEndings, electionsDue } from './annulment.ts';
import { beforeOperation, holdersAfter, isOfRestored, startsOf } from './holders.ts';
import { mandatesAsTheyWere, officesAsTheyWere } from './as-it-was.ts';
import { bodies, type BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { carriedOver } from '../read-models/offices/as-held.ts';
import { offices, tenureOf, type MandateView, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import { statutesVersions, type StatutesDocument } from '../read-models/statutes/statutes.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

/** A command on an office; the body of a new one is read where it is carried out. */
export type OfficeMove = Exclude<OfficeCommand, CreateOffice> | Omit<CreateOffice, 'body'>;

/** What a succession does to one body or one office, as commands on their streams. */
export interface GovernanceMove {
  /** The same in every repeat. */
  readonly key: string;
  /** The body that it is about. */
  readonly bodyId: string;
  readonly bodies: readonly BodyCommand[];
  readonly offices: readonly OfficeMove[];
  /** How many references it moves together. */
  readonly count: number;
}

export const follow = managerCommand<Pick<GovernanceMove, 'bodies' | 'offices'>>({
  name: 'governance.follow-succession',
  summary: 'Apply a succession to a body and its offices: end, begin, or grow for new holders.',
  aggregate: body,
  run: async (tx, { body: { bodies: onBodies, offices: onOffices } }) => {
    for (const command of onBodies) await tx.decide(body, command.bodyId, command);
    for (const command of onOffices) {
      const whole =
        command.type === 'CreateOffice' ? { ...command, body: await tx.read(body, command.bodyId) } : command;
      await tx.decide(office, command.officeId, whole);
    }
  },
});

/** Re-points governance after a merger: mandates and bodies of the predecessors end, the transitional ones start. */
export const governanceSuccession = successionManager({
  context: 'governance',
  successions,
  reads: [bodies, offices, statutesVersions],
  commands: [follow],
  gather: async (succession, readModels) => ({
    ofHeirs: await governanceOf(
      heirsOf(succession).map(({ clusterId }) => clusterId),
      readModels,
    ),
    ofPredecessors: await governanceOf(predecessorsOf(succession), readModels),
    statutes: await statutesOf(predecessorsOf(succession), readModels),
  }),
  prepare: (succession, { ofHeirs }) => [
    strandsOf(succession).flatMap((strand) => beginnings(strand, ...ofHeirs).map(followStep)),
  ],
  references: (succession, { ofPredecessors, statutes }) =>
    endings(succession, ...ofPredecessors, statutes).map((move) => ({ step: followStep(move), count: move.count })),
  carried: (succession, { ofHeirs, ofPredecessors, statutes }) => ({
    asItWas: [
      ...mandatesAsTheyWere(succession, ofPredecessors[1], statutes),
      ...strandsOf(succession).flatMap((strand) => officesAsTheyWere(strand, ...ofHeirs)),
    ],
    consents: [],
  }),
  annulment: {
    references: (succession, { ofHeirs: [ofBodies] }) =>
      createdEndings(succession, ofBodies).map((move) => ({ step: followStep(move), count: move.count })),
    undecided: (succession, { ofPredecessors }) => electionsDue(succession, ofPredecessors[1]),
  },
});

function predecessorsOf({ predecessors }: Succession): readonly string[] {
  return predecessors.map(({ clusterId }) => clusterId);
}

async function governanceOf(clusterIds: readonly string[], readModels: ReadModels) {
  const where = { cluster_id: clusterIds };
  return await Promise.all([readModels.of(bodies).all(where), readModels.of(offices).all(where)]);
}

/** By cluster. */
type Statutes = ReadonlyMap<string, StatutesDocument>;

/** What says whether offices of these clusters are held until replaced. */
export async function statutesOf(clusterIds: readonly string[], readModels: ReadModels): Promise<Statutes> {
  const found = await Promise.all(clusterIds.map((id) => readModels.of(statutesVersions).get(id)));
  return new Map(found.flatMap((each) => (each === undefined ? [] : [[each.clusterId, each]])));
}

export function followStep({ key, bodyId, bodies: onBodies, offices: onOffices }: GovernanceMove): ManagerStep {
  return step(follow, { key, id: uuid(bodyId), body: { bodies: onBodies, offices: onOffices } });
}

type PlannedBody = Succession['transitionalGovernance']['bodies'][number];
type PlannedOffice = PlannedBody['offices'][number];

/**
 * What starts with the effect: the bodies, offices and holders of the plan. Where the plan names a body or an office that
 * the absorbing cluster has, only what is new is commanded: its own mandates go on. A body that does not exist that day gets nothing.
 */
export function beginnings(
  succession: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
): readonly GovernanceMove[] {
  return succession.transitionalGovernance.bodies.flatMap((planned) => {
    const { bodyId } = planned;
    const known = bodies.find((body) => body.bodyId === bodyId);
    if (!takesUp(succession.effectiveOn, known && { since: known.since, until: known.abolished?.on })) return [];
    const key = `transitional-body:${bodyId}`;
    const onOffices = planned.offices.flatMap((office) => officeBeginning(succession, bodyId, office, offices));
    return [{ key, bodyId, bodies: bodyBeginning(succession, planned, known), offices: onOffices, count: 1 }];
  });
}

function bodyBeginning(
  { successor: { clusterId }, effectiveOn: since }: Succession,
  { bodyId, kind, name, size }: PlannedBody,
  known: BodyDocument | undefined,
): readonly BodyCommand[] {
  const sized = size === undefined ? {} : { size };
  if (known === undefined) return [{ type: 'CreateBody', bodyId, clusterId, kind, name, ...sized, since }];
  if (size === undefined || size === inForceOn(known.sizes, since)?.size) return [];
  return [{ type: 'ResizeBody', bodyId, size, since }];
}

function officeBeginning(
  succession: Succession,
  bodyId: string,
  planned: PlannedOffice,
  offices: readonly OfficeDocument[],
): readonly OfficeMove[] {
  const { officeId, kind, title } = planned;
  const { effectiveOn: since } = succession;
  const known = offices.find((office) => office.officeId === officeId);
  if (!takesUp(since, known && { since: known.since })) return [];
  const starts = startsOf(succession, planned, known);
  const maxHolders = Math.max(planned.maxHolders, holdersAfter(succession, planned, known));
  if (known === undefined)
    return [{ type: 'CreateOffice', officeId, bodyId, kind, title, maxHolders, since }, ...starts];
  const enough = (inForceOn(known.capacities, since)?.maxHolders ?? 0) >= maxHolders;
  return enough ? starts : [{ type: 'SetMaxHolders', officeId, maxHolders, since }, ...starts];
}

/**
 * What ends with the predecessors: their mandates and their bodies. What this operation has ended already stands in the list
 * again, so that it is the same in every repeat.
 *
 * Appointed roles (a director) are not in it: they rest on contracts of employment, which pass on to the successor by law
 * (Code du travail, art. L1224-1) and end for reasons of their own.
 */
export function endings(
  succession: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
  statutes: Statutes = new Map(),
): readonly GovernanceMove[] {
  const gone = new Set(succession.predecessors.map(({ clusterId }) => clusterId));
  const until = new Map(bodies.map((body) => [body.bodyId, endBefore(succession, body)]));
  const ofOffices = offices
    .filter(({ clusterId }) => gone.has(clusterId))
    .map((office) => {
      const [bodyUntil, versions] = [until.get(office.bodyId), statutes.get(office.clusterId)];
      return officeMove(succession, office, { bodyUntil, versions });
    });
  const ofBodies = bodies.filter(({ clusterId }) => gone.has(clusterId)).map((body) => bodyMove(succession, body));
  return [...ofOffices, ...ofBodies].filter((move) => move.bodies.length + move.offices.length > 0);
}

/** The day on which a body had ended, whatever the operation made of it. */
function endBefore({ operationId }: Succession, { abolished }: BodyDocument): string | undefined {
  return abolished?.operationId === operationId ? undefined : abolished?.on;
}

/** Mandates of one office are in one stream, so they move together instead of contending for its revision. */
function officeMove(
  succession: Succession,
  office: OfficeDocument,
  { bodyUntil, versions }: { readonly bodyUntil: string | undefined; readonly versions: StatutesDocument | undefined },
): GovernanceMove {
  const { officeId, bodyId } = office;
  const { mandates } = carriedOver(beforeOperation(succession, office), versions);
  const again = standsAgainOn(succession, office.clusterId);
  const own = mandates.filter((mandate) => !isOfRestored(mandate, again));
  const commands = own.flatMap((mandate) => mandateEnding(succession, { officeId, bodyUntil }, mandate));
  const count = commands.filter(({ type }) => type === 'EndMandate').length;
  return { key: `office:${officeId}`, bodyId, bodies: [], offices: commands, count };
}

/** How it ends; that it ended so is taken back where its body turns out to have ended before. */
function mandateEnding(
  { operationId, effectiveOn }: Succession,
  { officeId, bodyUntil }: { readonly officeId: string; readonly bodyUntil: string | undefined },
  mandate: MandateView,
): readonly (EndMandate | KeepMandate)[] {
  const { mandateId } = mandate;
  const { since, limit, until } = tenureOf(mandate);
  const isByIt = mandate.operationId === operationId;
  const ending = endingBy(effectiveOn, endingWithBody(effectiveOn, { since, limit, until }, bodyUntil));
  if (ending !== undefined) return [{ type: 'EndMandate', officeId, mandateId, operationId, ...ending }];
  return isByIt ? [{ type: 'KeepMandate', officeId, mandateId, operationId }] : [];
}

function bodyMove(succession: Succession, body: BodyDocument): GovernanceMove {
  const { operationId, effectiveOn } = succession;
  const { bodyId, clusterId, since } = body;
  const ending = endingBy(effectiveOn, { since, until: endBefore(succession, body) });
  const abolish: readonly AbolishBody[] =
    ending === undefined || isOfRestored(body, standsAgainOn(succession, clusterId))
      ? []
      : [{ type: 'AbolishBody', bodyId, cause: 'succession', operationId, on: ending.on }];
  return { key: `body:${bodyId}`, bodyId, bodies: abolish, offices: [], count: abolish.length };
}
