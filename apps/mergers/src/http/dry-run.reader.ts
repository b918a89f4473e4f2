import { nameOn, type CalendarDate } from '#libs/kernel';
import type { DeclaredModels, Viewer } from '#libs/hosting';
import { diff, type DryRunInput } from '../domain/dry-run/diff.ts';
import type { GuardQuestion } from '../domain/rules/rule.ts';
import { fileOf } from '../domain/operation/operation.ts';
import { antennas as antennaCopies } from '../read-models/antennas/antennas.projection.ts';
import { clusters, visibleName } from '../read-models/clusters/clusters.projection.ts';
import { engagements } from '../read-models/engagements/engagements.projection.ts';
import { governanceOfClusters } from '../read-models/governance/governance.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import type { OperationDocument } from '../read-models/operations/operations.projection.ts';
import { dissolutionClauseOn, statutes } from '../read-models/statutes/statutes.projection.ts';
import { obstacleForeseen } from './register.reader.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';

/** Gathers what a dry run looks at from the read models of this context. */
export async function dryRun(
  readModels: DeclaredModels,
  { state }: OperationDocument,
  on: CalendarDate,
  viewer: Pick<Viewer, 'today' | 'mayReadEmbargoed'>,
) {
  const file = fileOf(state);
  const ids = file.participants.map(({ clusterId }) => clusterId);
  const [members, governance, question, names, antennas] = await Promise.all([
    readModels.of(memberLists).all({ cluster_id: ids }),
    governanceOf(readModels, ids),
    guardQuestion(readModels, ids, on),
    readModels.of(clusters).all({ cluster_id: ids }),
    readModels.of(antennaCopies).all({ cluster_id: ids }),
  ]);
  const result = diff({
    ...question,
    file,
    status: state.status,
    members,
    governance,
    clusterNames: Object.fromEntries(
      names.flatMap((each) => {
        const name = visibleName(each, viewer);
        return name === undefined ? [] : [[each.clusterId, name]];
      }),
    ),
    antennaNames: Object.fromEntries(antennas.map(({ antennaId, name }) => [antennaId, name])),
  });
  const duplicates = await withNames(readModels, result.members.duplicates, viewer.today);
  const obstacle = await obstacleForeseen(readModels, file, result.effect.expectedOn ?? on);
  return { ...result, members: { ...result.members, duplicates }, obstacle };
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

async function governanceOf(
  readModels: DeclaredModels,
  clusterIds: readonly string[],
): Promise<DryRunInput['governance']> {
  const found = await Promise.all(clusterIds.map((clusterId) => readModels.of(governanceOfClusters).get(clusterId)));
  return Object.fromEntries(found.flatMap((each) => (each === undefined ? [] : [[each.clusterId, each]])));
}

async function withNames<Duplicate extends { readonly organisationId: string }>(
  readModels: DeclaredModels,
  duplicates: readonly Duplicate[],
  today: string,
) {
  const ids = duplicates.map(({ organisationId }) => organisationId);
  const known = ids.length === 0 ? [] : await readModels.of(organisationNames).all({ organisation_id: ids });
  const names = new Map(known.map(({ organisationId, names: own }) => [organisationId, nameOn(own, today)?.name]));
  return duplicates.map((each) => ({ ...each, name: names.get(each.organisationId) }));
}
