import { catalog, type GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { evolveSubsidy, holderOf, noSubsidy, type SubsidyFact } from '../../domain/subsidies/subsidy.ts';

/** A subsidy as it is stored: its facts in the order of their days, so that it can be shown on any of them. */
export interface SubsidyDocument {
  readonly subsidyId: string;
  /** The cluster whose subsidy it is now. */
  readonly clusterId: string;
  /** All that ever had it, in the order of their days. */
  readonly holders: readonly string[];
  readonly granterId: string;
  readonly facts: readonly SubsidyFact[];
}

type Names = SubsidyFact['type'];

function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], SubsidyDocument>((document, { data }) => {
    const facts = [...(document?.facts ?? []), { type, ...data } as SubsidyFact];
    const { known } = facts.reduce(evolveSubsidy, noSubsidy);
    invariant(known !== undefined, 'a subsidy begins with its request');
    const { subsidyId, granterId } = known.request;
    const holders = known.holdings.map(({ clusterId }) => clusterId);
    return { subsidyId, clusterId: holderOf(known), holders, granterId, facts };
  });
}

/** What clusters asked for and were given; the key is the id of the subsidy. What it is on a day is computed when it is read. */
export const subsidies = projection<GrappeEvents, SubsidyDocument>({
  name: 'membership.subsidies',
  version: 1,
  order: catalog.order,
  subject: 'membership.subsidy',
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id', 'key']],
  key: 'subsidyId',
  on: {
    'membership.SubsidyRequested': follows('SubsidyRequested'),
    'membership.SubsidyGranted': follows('SubsidyGranted'),
    'membership.SubsidyConventionSigned': follows('SubsidyConventionSigned'),
    'membership.SubsidyConditionAdded': follows('SubsidyConditionAdded'),
    'membership.SubsidyConditionMet': follows('SubsidyConditionMet'),
    'membership.SubsidyReleased': follows('SubsidyReleased'),
    'membership.SubsidySpent': follows('SubsidySpent'),
    'membership.SubsidyReportReceived': follows('SubsidyReportReceived'),
    'membership.SubsidyReminded': follows('SubsidyReminded'),
    'membership.SubsidyRefused': follows('SubsidyRefused'),
    'membership.SubsidyLapsed': follows('SubsidyLapsed'),
    'membership.SubsidySucceeded': follows('SubsidySucceeded'),
    'membership.SubsidyConsentGiven': follows('SubsidyConsentGiven'),
  },
});
