import { countedUuid } from '#libs/kernel/testing';
import { body } from '../../body/body.ts';
import type {
  CreateOffice,
  EndMandate,
  EndRepresentation,
  ExtendMandate,
  MoveHolder,
  SetMaxHolders,
  StartMandate,
  StartRepresentation,
} from '../office.decide.ts';
import type {
  MandateEnded,
  MandateExtended,
  MandateHolderMoved,
  MandateStarted,
  OfficeCreated,
  OfficeMaxHoldersSet,
  RepresentationEnded,
  RepresentationStarted,
} from '../office.ts';

/** The presidency of Numélink, 2010 to 2017, as its specs tell it. */
export const officeId = countedUuid(10);
const bodyId = countedUuid(11);
export const clusterId = countedUuid(12);
export const operationId = countedUuid(13);

const facts = {
  officeId,
  bodyId,
  clusterId,
  kind: 'president',
  title: 'Présidence',
  maxHolders: 1,
  since: '2010-01-01',
} as const;
/** The body of the office, as it stands. */
export const board = body.evolve(body.initial, {
  ...{ type: 'BodyCreated', bodyId, clusterId, kind: 'board', name: 'Conseil', since: '2010-01-01' },
});
/** The body of the office, abolished by a decision. */
export const abolishedOn = (on: string) =>
  body.evolve(board, { type: 'BodyAbolished', bodyId, clusterId, cause: 'decision', on });
const { clusterId: _clusterId, ...asked } = facts;
export const create: CreateOffice = { type: 'CreateOffice', ...asked, body: board };
export const created: OfficeCreated = { type: 'OfficeCreated', ...facts };

export function maxHolders(more: Pick<SetMaxHolders, 'maxHolders' | 'since'>): SetMaxHolders {
  return { type: 'SetMaxHolders', officeId, ...more };
}
export function maxHoldersSet(more: Pick<SetMaxHolders, 'maxHolders' | 'since'>): OfficeMaxHoldersSet {
  return { ...maxHolders(more), type: 'OfficeMaxHoldersSet', clusterId };
}

/** What a spec says of a mandate; `on` and `cause` are those of its end. */
export type MandateFacts = Omit<StartMandate, 'type' | 'officeId'> &
  Partial<Pick<EndMandate, 'on' | 'cause' | 'operationId'>>;

export const bocquet: MandateFacts = {
  mandateId: countedUuid(21),
  person: { personId: countedUuid(31), name: 'Catherine Bocquet' },
  how: 'elected',
  since: '2015-06-24',
};
export const montier: MandateFacts = {
  mandateId: countedUuid(22),
  person: { personId: countedUuid(32), name: 'Patrick Montier' },
  how: 'elected',
  since: '2015-06-24',
};
export const auvergneTic: MandateFacts = {
  mandateId: countedUuid(23),
  person: { personId: countedUuid(33), name: 'A third president' },
  how: 'co-opted',
  since: '2016-03-31',
};

export function start({ on: _on, cause: _cause, operationId: _by, ...more }: MandateFacts): StartMandate {
  return { type: 'StartMandate', officeId, ...more };
}
export function started({
  on: _on,
  cause: _cause,
  operationId: _by,
  ended: _ended,
  ...more
}: MandateFacts): MandateStarted {
  return { type: 'MandateStarted', officeId, bodyId, clusterId, ...more };
}
export function end(mandate: MandateFacts): EndMandate {
  const by = mandate.operationId === undefined ? {} : { operationId: mandate.operationId };
  const { mandateId, on = '2016-09-01', cause = 'resignation' } = mandate;
  return { type: 'EndMandate', officeId, mandateId, on, cause, ...by };
}
export function ended(mandate: MandateFacts): MandateEnded {
  return { ...end(mandate), type: 'MandateEnded', bodyId, clusterId };
}

/** Of the mandate of Catherine Bocquet. */
export function extend(more: Pick<ExtendMandate, 'limit' | 'on'> & Partial<ExtendMandate>): ExtendMandate {
  const by = { decision: 'Point 4', resolutionId: countedUuid(41) };
  return { type: 'ExtendMandate', officeId, mandateId: bocquet.mandateId, ...by, ...more };
}
export function extended(more: Parameters<typeof extend>[0]): MandateExtended {
  return { ...extend(more), type: 'MandateExtended', bodyId, clusterId };
}
export function move(more: Pick<MoveHolder, 'since'> & Partial<MoveHolder>): MoveHolder {
  const whom = { representing: 'le collège des entreprises' };
  return { type: 'MoveHolder', officeId, mandateId: bocquet.mandateId, ...whom, ...more };
}
export function moved(more: Parameters<typeof move>[0]): MandateHolderMoved {
  return { ...move(more), type: 'MandateHolderMoved', bodyId, clusterId };
}
const representationId = countedUuid(42);
export const represent: StartRepresentation = {
  ...{ type: 'StartRepresentation', officeId, mandateId: bocquet.mandateId, representationId },
  ...{ where: 'French Tech, comité stratégique', organisationId: countedUuid(43), since: '2015-09-01' },
  statutes: { versions: [] },
};
const { statutes: _statutes, ...representing } = represent;
export const represented: RepresentationStarted = { ...representing, type: 'RepresentationStarted', bodyId, clusterId };
export function representNoMore(more: Pick<EndRepresentation, 'on'>): EndRepresentation {
  return { type: 'EndRepresentation', officeId, representationId, reason: 'dissolution du comité', ...more };
}
export function representedNoMore(more: Pick<EndRepresentation, 'on'>): RepresentationEnded {
  const { mandateId } = represent;
  return { ...representNoMore(more), type: 'RepresentationEnded', mandateId, bodyId, clusterId };
}
