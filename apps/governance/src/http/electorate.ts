import type { Copies } from '#libs/commands';
import { periodOn } from '#libs/contracts/facts';
import type { BodyState } from '../domain/body/body.ts';
import type { Voters } from '../domain/roll/roll.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { holdersOf } from '../read-models/offices/offices.projection.ts';
import { officesHeldIn } from './held-offices.ts';

/** Whoever votes in a body on a day, as far as it is recorded: members in an assembly, holders of its offices in any other body. */
export async function electorateOf(body: BodyState, day: string, copies: Copies): Promise<Voters> {
  if (body.status === 'absent') return [];
  const { kind, clusterId, bodyId } = body.created;
  return kind === 'assembly' ? await membersOf(clusterId, day, copies) : await seatsOf(bodyId, day, copies);
}

/** Each in the group of its college. */
async function membersOf(clusterId: string, day: string, copies: Copies): Promise<Voters> {
  const listed = await (await copies.of(memberLists)).all({ cluster_id: clusterId });
  const members = listed.filter(({ periods }) => periodOn(periods, day) !== undefined);
  return members.map(({ college, organisationId }) => ({
    ...(college === undefined ? {} : { group: college }),
    voterIds: [organisationId],
  }));
}

/** Whoever holds several offices of a body has one vote, past a limit and ex officio too where they are held so. */
async function seatsOf(bodyId: string, day: string, copies: Copies): Promise<Voters> {
  const held = await officesHeldIn(copies, bodyId);
  const voterIds = [...new Set(held.flatMap((office) => holdersOf(office, day)).map(({ person }) => person.personId))];
  return voterIds.length === 0 ? [] : [{ voterIds }];
}
