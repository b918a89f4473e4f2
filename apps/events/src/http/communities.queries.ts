import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { communityKindSchema } from '#libs/contracts';
import { membersOn, stateOn } from '../domain/communities/community-day.ts';
import { communities, type CommunityDocument } from '../read-models/communities/communities.projection.ts';
import {
  communityState,
  communitySummaryView,
  communityView,
  summaryOfCommunity,
  viewOfCommunity,
} from '../read-models/communities/communities.view.ts';

/** Which communities there are, on any day, with whom. */
export const communityQueries: readonly QueryRow[] = [
  listOf(communities, {
    shows: 'members',
    summary: 'Communities, commissions and working groups as they are on a day, in a stable order.',
    filters: {
      clusterId: equals(idParameter('Kept by this cluster, or by one of its antennas.')),
      kind: equals(wordParameter(communityKindSchema, 'Of this kind.', 'commission')),
    },
    parameters: {
      state: wordParameter(communityState, 'In this state on the day.', 'open').optional(),
      organisationId: idParameter('In which this organisation takes part on the day.').optional(),
      validAt: validAtParameter,
    },
    keep: (call) => {
      const { state, organisationId } = call.input;
      const day = dayOf(call);
      return (document: CommunityDocument) =>
        document.opening !== undefined &&
        (state === undefined || stateOn(document, day) === state) &&
        (organisationId === undefined ||
          membersOn(document, day).some((member) => member.organisationId === organisationId));
    },
    item: communitySummaryView,
    view: (document, call) => orNotFound(summaryOfCommunity(document, dayOf(call)), document.communityId),
  }),
  documentOf(communities, {
    shows: 'members',
    about: ({ clusterId }) => ({ clusters: clusterId === undefined ? [] : [clusterId] }),
    parts: { contacts: 'files', meetings: 'files' },
    summary: 'A community with its members, meetings and outputs as they are on a day.',
    parameters: { id: idParameter('The community.'), validAt: validAtParameter },
    answers: communityView,
    view: (document, call) => orNotFound(viewOfCommunity(document, dayOf(call)), document.communityId),
  }),
];
