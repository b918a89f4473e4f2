import type { GrappeEvents } from '#libs/contracts';
import { factId, type FactKind, type FactValues } from './fact.ts';
import type { FactSource, FactSources } from './sources.ts';

type OfBody = { readonly clusterId: string };

/** What was recorded of an operation: of each body its adoption, notice, documents and vote; its conditions, accessions and declarations. */
export const mergersSources: FactSources<GrappeEvents> = {
  'mergers.PlanAdopted': ofBody('adoption', ({ operationId, clusterId, planVersion, planHash }) => ({
    ...{ operationId, clusterId, planVersion, planHash },
  })),
  'mergers.NoticePublished': ofBody('notice', ({ operationId, clusterId, where }) => ({
    operationId,
    clusterId,
    where,
  })),
  'mergers.DocumentsOpened': ofBody('documents-opening', ({ operationId, clusterId, where, auditorReport }) => ({
    ...{ operationId, clusterId, where, ...(auditorReport === undefined ? {} : { auditorReport }) },
  })),
  'mergers.AssemblyVoted': ofBody('vote', ({ operationId, clusterId, planHash, tally, outcome }) => ({
    ...{ operationId, clusterId, planHash, tally, outcome },
  })),
  'mergers.ConditionRecorded': of(
    'condition',
    ({ conditionId, operationId }) => ({ part: conditionId, subjectId: operationId }),
    ({ operationId, conditionId, status, granted }) => ({ operationId, conditionId, status, granted }),
  ),
  'mergers.ConsultationRecorded': ofBody('consultation', ({ operationId, clusterId, opinion }) => ({
    ...{ operationId, clusterId, opinion },
  })),
  'mergers.OppositionLodged': of(
    'opposition',
    ({ oppositionId, clusterId }) => ({ part: oppositionId, subjectId: clusterId }),
    ({ operationId, clusterId, oppositionId, creditor, claimSince, euros }) => ({
      ...{ operationId, clusterId, oppositionId, creditor, claimSince, euros },
    }),
  ),
  'mergers.OppositionResolved': of(
    'opposition-outcome',
    ({ oppositionId, operationId }) => ({ part: oppositionId, subjectId: operationId }),
    ({ operationId, oppositionId, outcome }) => ({ operationId, oppositionId, outcome }),
  ),
  'mergers.AccessionRecorded': ofOrganisation('accession', ({ on: _on, ...said }) => said),
  'mergers.AccessionWithdrawn': ofOrganisation('accession-withdrawal', ({ on: _on, ...said }) => said),
  'mergers.OperationDeclared': of(
    'declaration',
    ({ authority, operationId }) => ({ part: authority, subjectId: operationId }),
    ({ operationId, authority, receipt }) => ({ operationId, authority, receipt }),
  ),
};

interface Act {
  readonly operationId: string;
  readonly on: string;
}

function ofBody<Kind extends FactKind, Data extends Act & OfBody>(
  kind: Kind,
  valueOf: (data: Data) => FactValues[Kind],
) {
  return of<Kind, Data>(kind, ({ clusterId }) => ({ part: clusterId, subjectId: clusterId }), valueOf);
}

/** What an organisation has said that the plan names. */
function ofOrganisation<Kind extends FactKind, Data extends Act & { readonly organisationId: string }>(
  kind: Kind,
  valueOf: (data: Data) => FactValues[Kind],
) {
  return of<Kind, Data>(
    kind,
    ({ organisationId, operationId }) => ({ part: organisationId, subjectId: operationId }),
    valueOf,
  );
}

/** A fact of an operation, which its part in it names. */
function of<Kind extends FactKind, Data extends Act>(
  kind: Kind,
  placeOf: (data: Data) => { readonly part: string; readonly subjectId: string },
  valueOf: (data: Data) => FactValues[Kind],
): FactSource<Data> {
  const idOf = (data: Data) => `${data.operationId}:${placeOf(data).part}`;
  return {
    does: 'upserts',
    keys: (data) => [factId(kind, idOf(data))],
    says: (data) => {
      const identity = { kind, id: idOf(data), about: data.operationId, subjectId: placeOf(data).subjectId };
      return { identity, sayings: [{ on: data.on, is: valueOf(data) }] };
    },
  };
}
