import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, latest } from '#libs/kernel';
import { factsOf, type FactSources } from './sources.ts';

const body = factsOf('body', 'bodyId');
const office = factsOf('office', 'officeId');
const mandate = factsOf('mandate', 'mandateId', 'officeId');
const role = factsOf('role', 'roleId');

/** Nobody has to record the end of a mandate whose limit passed: acts after the limit are unlawful of themselves. An extension sets another one. */
function expiring(limit: string, from = limit) {
  return { on: latest(from, addDays(calendarDate(limit), 1)), ended: { cause: 'limit' }, only: { limit } };
}

/** Bodies with their offices, mandates and appointed roles. */
export const governanceSources: FactSources<GrappeEvents> = {
  'governance.BodyCreated': body.begins(({ clusterId: subjectId, kind: bodyKind, name, size, since: on }) => {
    return { subjectId, on, value: { bodyKind, name, size } };
  }),
  'governance.BodyRenamed': body.changes(({ name }) => ({ name })),
  'governance.BodyResized': body.changes(({ size }) => ({ size })),
  'governance.BodyAbolished': body.ends(({ cause, operationId }) => ({ cause, operationId })),
  'governance.OfficeCreated': office.begins(
    ({ bodyId, clusterId, kind: officeKind, title, maxHolders, untilReplaced, since: on }) => {
      const stays = untilReplaced === undefined ? {} : { untilReplaced };
      return { subjectId: clusterId, objectId: bodyId, on, value: { officeKind, title, maxHolders, bodyId, ...stays } };
    },
  ),
  'governance.OfficeMaxHoldersSet': office.changes(({ maxHolders }) => ({ maxHolders })),
  'governance.MandateStarted': mandate.begins(({ mandateId: _id, clusterId: subjectId, since: on, ...value }) => {
    const ends = value.limit === undefined ? undefined : expiring(value.limit, on);
    return { subjectId, objectId: value.officeId, on, value, ends };
  }),
  'governance.MandateExtended': mandate.source('updates', ({ limit, on }) => ({
    sayings: [{ on, differs: { limit } }, expiring(limit)],
  })),
  'governance.MandateHolderMoved': mandate.changes(({ organisationId, representing }) => ({
    organisationId,
    representing,
  })),
  'governance.MandateEnded': mandate.ends(({ cause, operationId }) => ({ cause, operationId })),
  'governance.RoleAssigned': role.begins(({ clusterId: subjectId, title, person, since: on }) => {
    return { subjectId, objectId: person.personId, on, value: { title, person } };
  }),
  'governance.RoleEnded': role.ends(({ reason }) => ({ cause: reason ?? 'ended' })),
};
