import type { GrappeEvents } from '#libs/contracts';
import { endOfTerm } from '#libs/kernel';
import type { Projection } from '#libs/projections';
import { factId, type Fact } from './fact.ts';
import { changes, ends, states } from './statements.ts';

type Handlers = Projection<GrappeEvents, Fact>['on'];

/** Bodies and their offices. */
export const bodyHandlers: Handlers = {
  'governance.BodyCreated': {
    keys: ({ data }) => factId('body', data.bodyId),
    evolve: (fact, event) => {
      const { bodyId, clusterId, kind: bodyKind, name, size, since } = event.data;
      const identity = { kind: 'body', id: bodyId, subjectId: clusterId } as const;
      return states(fact, identity, since, { bodyKind, name, size }, event);
    },
  },
  'governance.BodyResized': {
    keys: ({ data }) => factId('body', data.bodyId),
    evolve: (fact, event) => changes(fact, 'body', event.data.since, { size: event.data.size }, event),
  },
  'governance.BodyAbolished': {
    keys: ({ data }) => factId('body', data.bodyId),
    evolve: (fact, event) => {
      const { cause, operationId, on } = event.data;
      return ends(fact, 'body', on, { cause, operationId }, event);
    },
  },
  'governance.OfficeCreated': {
    keys: ({ data }) => factId('office', data.officeId),
    evolve: (fact, event) => {
      const { officeId, bodyId, clusterId, kind: officeKind, title, maxHolders, since } = event.data;
      const identity = { kind: 'office', id: officeId, subjectId: clusterId, objectId: bodyId } as const;
      return states(fact, identity, since, { officeKind, title, maxHolders, bodyId }, event);
    },
  },
  'governance.OfficeMaxHoldersSet': {
    keys: ({ data }) => factId('office', data.officeId),
    evolve: (fact, event) => changes(fact, 'office', event.data.since, { maxHolders: event.data.maxHolders }, event),
  },
};

/** Mandates and appointed roles. */
export const mandateHandlers: Handlers = {
  'governance.MandateStarted': {
    keys: ({ data }) => factId('mandate', data.mandateId),
    evolve: (fact, event) => {
      const { mandateId, clusterId, since, ...value } = event.data;
      const identity = { kind: 'mandate', id: mandateId, subjectId: clusterId, objectId: value.officeId } as const;
      const begun = states(fact, identity, since, value, event);
      // Nobody has to record the end of a mandate whose limit passed: acts after the limit are unlawful of themselves.
      const expiredOn = endOfTerm({ since, limit: value.limit });
      return expiredOn === undefined ? begun : ends(begun, 'mandate', expiredOn, { cause: 'limit' }, event);
    },
  },
  'governance.MandateEnded': {
    keys: ({ data }) => factId('mandate', data.mandateId),
    evolve: (fact, event) => {
      const { cause, operationId, on } = event.data;
      return ends(fact, 'mandate', on, { cause, operationId }, event);
    },
  },
  'governance.RoleAssigned': {
    keys: ({ data }) => factId('role', data.roleId),
    evolve: (fact, event) => {
      const { roleId, clusterId, title, person, since } = event.data;
      const identity = { kind: 'role', id: roleId, subjectId: clusterId, objectId: person.personId } as const;
      return states(fact, identity, since, { title, person }, event);
    },
  },
  'governance.RoleEnded': {
    keys: ({ data }) => factId('role', data.roleId),
    evolve: (fact, event) => ends(fact, 'role', event.data.on, { cause: event.data.reason ?? 'ended' }, event),
  },
};
