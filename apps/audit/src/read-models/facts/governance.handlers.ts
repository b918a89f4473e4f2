import type { GrappeEvents } from '#libs/contracts';
import { endOfTerm } from '#libs/kernel';
import { creates, keyed, updates, type Handlers } from '#libs/projections';
import { factId, type Fact } from './fact.ts';
import { changes, ends, states } from './statements.ts';

type FactHandlers = Handlers<GrappeEvents, Fact>;

/** Bodies and their offices. */
export const bodyHandlers: FactHandlers = {
  'governance.BodyCreated': keyed(
    ({ data }) => factId('body', data.bodyId),
    creates((event) => {
      const { bodyId, clusterId, kind: bodyKind, name, size, since } = event.data;
      const identity = { kind: 'body', id: bodyId, subjectId: clusterId } as const;
      return states(undefined, identity, since, { bodyKind, name, size }, event);
    }),
  ),
  'governance.BodyRenamed': keyed(
    ({ data }) => factId('body', data.bodyId),
    updates((fact, event) => changes(fact, 'body', event.data.since, { name: event.data.name }, event)),
  ),
  'governance.BodyResized': keyed(
    ({ data }) => factId('body', data.bodyId),
    updates((fact, event) => changes(fact, 'body', event.data.since, { size: event.data.size }, event)),
  ),
  'governance.BodyAbolished': keyed(
    ({ data }) => factId('body', data.bodyId),
    updates((fact, event) => {
      const { cause, operationId, on } = event.data;
      return ends(fact, 'body', on, { cause, operationId }, event);
    }),
  ),
  'governance.OfficeCreated': keyed(
    ({ data }) => factId('office', data.officeId),
    creates((event) => {
      const { officeId, bodyId, clusterId, kind: officeKind, title, maxHolders, since } = event.data;
      const identity = { kind: 'office', id: officeId, subjectId: clusterId, objectId: bodyId } as const;
      return states(undefined, identity, since, { officeKind, title, maxHolders, bodyId }, event);
    }),
  ),
  'governance.OfficeMaxHoldersSet': keyed(
    ({ data }) => factId('office', data.officeId),
    updates((fact, event) => changes(fact, 'office', event.data.since, { maxHolders: event.data.maxHolders }, event)),
  ),
};

/** Mandates and appointed roles. */
export const mandateHandlers: FactHandlers = {
  'governance.MandateStarted': keyed(
    ({ data }) => factId('mandate', data.mandateId),
    creates((event) => {
      const { mandateId, clusterId, since, ...value } = event.data;
      const identity = { kind: 'mandate', id: mandateId, subjectId: clusterId, objectId: value.officeId } as const;
      const begun = states(undefined, identity, since, value, event);
      // Nobody has to record the end of a mandate whose limit passed: acts after the limit are unlawful of themselves.
      const expiredOn = endOfTerm({ since, limit: value.limit });
      return expiredOn === undefined ? begun : ends(begun, 'mandate', expiredOn, { cause: 'limit' }, event);
    }),
  ),
  'governance.MandateEnded': keyed(
    ({ data }) => factId('mandate', data.mandateId),
    updates((fact, event) => {
      const { cause, operationId, on } = event.data;
      return ends(fact, 'mandate', on, { cause, operationId }, event);
    }),
  ),
  'governance.RoleAssigned': keyed(
    ({ data }) => factId('role', data.roleId),
    creates((event) => {
      const { roleId, clusterId, title, person, since } = event.data;
      const identity = { kind: 'role', id: roleId, subjectId: clusterId, objectId: person.personId } as const;
      return states(undefined, identity, since, { title, person }, event);
    }),
  ),
  'governance.RoleEnded': keyed(
    ({ data }) => factId('role', data.roleId),
    updates((fact, event) => ends(fact, 'role', event.data.on, { cause: event.data.reason ?? 'ended' }, event)),
  ),
};
