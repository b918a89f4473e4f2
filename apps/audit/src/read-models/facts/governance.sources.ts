import type { GrappeEvents } from '#libs/contracts';
import { endOfTerm } from '#libs/kernel';
import { factsOf, type FactSources } from './sources.ts';

const body = factsOf('body', 'bodyId');
const office = factsOf('office', 'officeId');
const mandate = factsOf('mandate', 'mandateId', 'officeId');
const role = factsOf('role', 'roleId');

/** Bodies with their offices, mandates and appointed roles. */
export const governanceSources: FactSources<GrappeEvents> = {
  'governance.BodyCreated': body.begins(({ clusterId: subjectId, kind: bodyKind, name, size, since: on }) => {
    return { subjectId, on, value: { bodyKind, name, size } };
  }),
  'governance.BodyRenamed': body.changes(({ name }) => ({ name })),
  'governance.BodyResized': body.changes(({ size }) => ({ size })),
  'governance.BodyAbolished': body.ends(({ cause, operationId }) => ({ cause, operationId })),
  'governance.OfficeCreated': office.begins(({ bodyId, clusterId, kind: officeKind, title, maxHolders, since: on }) => {
    return { subjectId: clusterId, objectId: bodyId, on, value: { officeKind, title, maxHolders, bodyId } };
  }),
  'governance.OfficeMaxHoldersSet': office.changes(({ maxHolders }) => ({ maxHolders })),
  'governance.MandateStarted': mandate.begins(({ mandateId: _id, clusterId: subjectId, since: on, ...value }) => {
    // Nobody has to record the end of a mandate whose limit passed: acts after the limit are unlawful of themselves.
    const expiredOn = endOfTerm({ since: on, limit: value.limit });
    const ends = expiredOn === undefined ? undefined : { on: expiredOn, ended: { cause: 'limit' } };
    return { subjectId, objectId: value.officeId, on, value, ends };
  }),
  'governance.MandateEnded': mandate.ends(({ cause, operationId }) => ({ cause, operationId })),
  'governance.RoleAssigned': role.begins(({ clusterId: subjectId, title, person, since: on }) => {
    return { subjectId, objectId: person.personId, on, value: { title, person } };
  }),
  'governance.RoleEnded': role.ends(({ reason }) => ({ cause: reason ?? 'ended' })),
};
