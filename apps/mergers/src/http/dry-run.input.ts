import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate, type CalendarDate, type NameReader } from '#libs/kernel';
import type { DryRunInput } from '../domain/dry-run/diff.ts';
import { fileOf } from '../domain/operation/operation.ts';
import type { OperationFile } from '../domain/rules/act.ts';
import type { GuardQuestion } from '../domain/rules/rule.ts';
import { antennas as antennaCopies } from '../read-models/antennas/antennas.projection.ts';
import { clusters, visibleName, type KnownCluster } from '../read-models/clusters/clusters.projection.ts';
import { engagements } from '../read-models/engagements/engagements.projection.ts';
import { governanceOfClusters } from '../read-models/governance/governance.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { operations, type OperationDocument } from '../read-models/operations/operations.projection.ts';
import { organisationNames, type NamedOrganisation } from '../read-models/organisations/organisations.projection.ts';
import { seats } from '../read-models/seats/seats.projection.ts';
import { dissolutionClauseOn, statutes } from '../read-models/statutes/statutes.projection.ts';
import { companiesIn } from './companies.reader.ts';
import { HOLDING_MODELS, holdingsOf } from './holdings.reader.ts';

/** Everything that a dry run is made from. */
export const DRY_RUN_MODELS = [
  ...HOLDING_MODELS,
  ...[operations, memberLists, governanceOfClusters, engagements, statutes],
  ...[clusters, antennaCopies, organisationNames, seats],
];

/** What a dry run is asked about, and by whom: names under embargo are for readers with the right. */
export interface Asked {
  readonly on: CalendarDate;
  /** Of an operation that took effect. */
  readonly effectiveOn?: CalendarDate | undefined;
  readonly reader: NameReader;
}

/** Gathers what a dry run looks at from the read models of this context. */
export async function inputOf(
  readModels: DeclaredModels,
  { state }: Pick<OperationDocument, 'state'>,
  { on, effectiveOn, reader }: Asked,
): Promise<DryRunInput> {
  const file = fileOf(state);
  const ids = file.participants.map(({ clusterId }) => clusterId);
  const joining = (file.plan?.plan.joining ?? []).map(({ organisationId }) => organisationId);
  const [members, governance, question, holdings, names, antennas, organisations] = await Promise.all([
    readModels.of(memberLists).all({ cluster_id: ids }),
    readModels.of(governanceOfClusters).all({ cluster_id: ids }),
    guardQuestion(readModels, ids, on),
    holdingsOf(readModels, ids),
    readModels.of(clusters).all({ cluster_id: ids }),
    readModels.of(antennaCopies).all({ cluster_id: ids }),
    endedAmong(readModels, joining),
  ]);
  const byCluster = Object.fromEntries(governance.map((each) => [each.clusterId, each]));
  return {
    ...question,
    file,
    status: state.status,
    members,
    governance: byCluster,
    companies: await companiesIn(readModels, { governance: byCluster, file }),
    clusterNames: Object.fromEntries(
      names.flatMap((each) => {
        const name = visibleName(each, reader);
        return name === undefined ? [] : [[each.clusterId, name]];
      }),
    ),
    eve: eveOf(names, file),
    antennaNames: Object.fromEntries(antennas.map(({ antennaId, name }) => [antennaId, name])),
    antennas,
    organisations,
    holdings,
    effectiveOn,
  };
}

/** Of the organisations that are to join, those that are no more from some day on. */
async function endedAmong(readModels: DeclaredModels, ids: readonly string[]): Promise<readonly NamedOrganisation[]> {
  const known = ids.length === 0 ? [] : await readModels.of(organisationNames).all({ organisation_id: ids });
  return known.filter(({ ended }) => ended !== undefined);
}

/** The last day before a body disappeared that is to come back, or has. */
function eveOf(known: readonly KnownCluster[], { kind, effectiveOn }: OperationFile): CalendarDate | undefined {
  const [cluster] = known;
  if (kind !== 'restoration' || cluster === undefined) return undefined;
  const gap = cluster.gaps?.find(({ until }) => until === effectiveOn) ?? cluster.ended;
  return gap === undefined ? undefined : addDays(calendarDate(gap.on), -1);
}

/** The input of the guards for these bodies on a day: the operations that bind them, and their statutes. */
export async function guardQuestion(
  readModels: DeclaredModels,
  clusterIds: readonly string[],
  on: CalendarDate,
): Promise<GuardQuestion> {
  const [engaged, ...views] = await Promise.all([
    readModels.of(engagements).all({ cluster_id: clusterIds }),
    ...clusterIds.map((clusterId) => readModels.of(statutes).get(clusterId)),
  ]);
  return {
    on,
    engagements: Object.fromEntries(engaged.map(({ clusterId, operationId }) => [clusterId, operationId])),
    clauseOn: (clusterId, day) => dissolutionClauseOn(views[clusterIds.indexOf(clusterId)], day),
  };
}
