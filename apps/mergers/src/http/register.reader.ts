import type { Copies, Transaction } from '#libs/commands';
import { earliest, type CalendarDate } from '#libs/kernel';
import type { Projection, ReadModelQuery } from '#libs/projections';
import { heirsOf } from '#libs/succession';
import { operation } from '../domain/operation/operation.decide.ts';
import { fileOf } from '../domain/operation/operation.ts';
import { effectDay } from '../domain/rules/g8-effect-date.ts';
import type { OperationFile, Participant, Plan } from '../domain/rules/act.ts';
import {
  absentAmong,
  goneSuccessor,
  namedIn,
  notAmongOrganisations,
  obstacleTo,
  obstacleToEffect,
  type Named,
} from '../domain/register/register.ts';
import { sharesOf } from '../domain/register/allocation.ts';
import type { Obstacle, Register } from '../domain/register/entries.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';
import { partners } from '../read-models/partners/partners.projection.ts';
import { seats } from '../read-models/seats/seats.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';

/** Where copies are read: those of a command are waited for first. */
interface Reads {
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): ReadModelQuery<Document> | Promise<ReadModelQuery<Document>>;
}

type Participants = readonly Participant[];

/** What the register has against these participants on a day. */
export async function obstacleToStart(
  copies: Copies,
  participants: Participants,
  on: CalendarDate,
): Promise<Obstacle | undefined> {
  return absentAmong(participants, await registerOf(copies, participants), on);
}

/** What it has against a plan of the operation, by default the one on the table. */
export async function obstacleToPlan(
  copies: Copies,
  tx: Transaction,
  operationId: string,
  on: CalendarDate,
  drafted?: Plan,
): Promise<Obstacle | undefined> {
  const file = await fileIn(tx, operationId);
  const plan = drafted ?? file?.plan?.plan;
  if (file === undefined || plan === undefined) return undefined;
  return obstacleTo(plan, file, await registerOf(copies, file.participants, plan), on);
}

/** What it has against the effect of the plan on the table, were it to take effect now. */
export async function obstacleToTakingEffect(
  copies: Copies,
  tx: Transaction,
  operationId: string,
  on: CalendarDate,
  journalOfficielOn?: CalendarDate,
): Promise<Obstacle | undefined> {
  const file = await fileIn(tx, operationId);
  const plan = file?.plan?.plan;
  if (file === undefined || plan === undefined) return undefined;
  const effectiveOn = earliest(on, effectDay(file, journalOfficielOn) ?? on);
  return obstacleToEffect(plan, file, await registerOf(copies, file.participants, plan), effectiveOn);
}

/** What it would have against the effect on a day, as far as the own copies are by now: for a dry run. */
export async function obstacleForeseen(
  models: Reads,
  file: OperationFile,
  effectiveOn: CalendarDate,
): Promise<Obstacle | undefined> {
  const plan = file.plan?.plan;
  // What took effect has made its antennas and bodies itself.
  if (plan === undefined || file.effectiveOn !== undefined) return undefined;
  return obstacleToEffect(plan, file, await registerOf(models, file.participants, plan), effectiveOn);
}

/** What it would have against the plan on the table on a day, as far as the own copies are by now. */
export async function obstacleToPlanForeseen(
  models: Reads,
  file: OperationFile,
  on: CalendarDate,
): Promise<Obstacle | undefined> {
  const plan = file.plan?.plan;
  if (plan === undefined || file.effectiveOn !== undefined) return undefined;
  return obstacleTo(plan, file, await registerOf(models, file.participants, plan), on);
}

/** Why an organisation cannot accede on a day. */
export async function obstacleToAccession(
  copies: Reads,
  organisationId: string,
  on: CalendarDate,
): Promise<Obstacle | undefined> {
  const known = await (await copies.of(organisationNames)).get(organisationId);
  return notAmongOrganisations(organisationId, known, on);
}

/** Of each organisation that a plan names, as far as the own copies are by now. */
export async function obstaclesToAccession(
  models: Reads,
  { plan }: OperationFile,
  on: CalendarDate,
): Promise<Readonly<Record<string, Obstacle | undefined>>> {
  const ids = (plan?.plan.joining ?? []).map(({ organisationId }) => organisationId);
  const known = ids.length === 0 ? [] : await (await models.of(organisationNames)).all({ organisation_id: ids });
  const byId = new Map(known.map((each) => [each.organisationId, each]));
  return Object.fromEntries(ids.map((id) => [id, notAmongOrganisations(id, byId.get(id), on)]));
}

/** Why nothing can go back: whoever took over what the predecessors had has disappeared itself. */
export async function obstacleToAnnulment(
  copies: Copies,
  tx: Transaction,
  operationId: string,
): Promise<Obstacle | undefined> {
  const file = await fileIn(tx, operationId);
  return file === undefined ? undefined : await obstacleToAnnulmentForeseen(copies, file);
}

export async function obstacleToAnnulmentForeseen(models: Reads, file: OperationFile): Promise<Obstacle | undefined> {
  const plan = file.plan?.plan;
  return plan === undefined ? undefined : goneSuccessor(await registerOf(models, heirsOf(plan)));
}

async function fileIn(tx: Transaction, operationId: string): Promise<OperationFile | undefined> {
  const state = await tx.read(operation, operationId);
  return state.status === 'absent' ? undefined : fileOf(state);
}

async function registerOf(
  copies: Reads,
  participants: readonly (Pick<Participant, 'clusterId'> & Partial<Participant>)[],
  plan?: Plan,
): Promise<Register> {
  const { clusterIds, antennaIds, seatIds, organisationIds } = plan === undefined ? NOTHING : namedIn(plan);
  const all = [...participants.map(({ clusterId }) => clusterId), ...clusterIds];
  const sources = participants.flatMap(({ clusterId, role }) =>
    role === 'split' || role === 'giving' ? [clusterId] : [],
  );
  const [knownClusters, knownAntennas, knownSeats, organisations] = await Promise.all([
    (await copies.of(clusters)).all({ cluster_id: all }),
    antennaIds.length === 0 ? [] : (await copies.of(antennas)).all({ antenna_id: antennaIds }),
    seatIds.length === 0 ? [] : (await copies.of(seats)).all({ seat_id: seatIds }),
    organisationIds.length === 0 ? [] : (await copies.of(organisationNames)).all({ organisation_id: organisationIds }),
  ]);
  return {
    clusters: knownClusters,
    antennas: knownAntennas,
    seats: knownSeats,
    organisations,
    held: plan === undefined ? undefined : await heldBy(copies, sources, plan),
  };
}

/** Of what the shares of a plan name, what a body has. */
async function heldBy(copies: Reads, clusterIds: readonly string[], plan: Plan): Promise<Register['held']> {
  const named = (list: 'subsidyIds' | 'partnerIds') => sharesOf(plan, list).length > 0;
  const [ofSubsidies, ofPartners] = await Promise.all([
    named('subsidyIds') ? (await copies.of(subsidies)).all({ cluster_id: clusterIds }) : [],
    named('partnerIds') ? (await copies.of(partners)).all({ holder_id: clusterIds }) : [],
  ]);
  return {
    subsidyIds: ofSubsidies.map(({ subsidyId }) => subsidyId),
    partnerIds: ofPartners.map(({ partnerId }) => partnerId),
  };
}

const NOTHING: Named = { clusterIds: [], antennaIds: [], seatIds: [], organisationIds: [] };
