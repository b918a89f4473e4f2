import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog, correctedType } from '#libs/contracts';
import { calendarDate, canonicalJson, contextOf, instant, derivedId, streamName } from '#libs/kernel';
import type { JsonObject, RecordedEvent } from '#libs/kernel';
import { applyEvents, handlerOf, PoisonEvent, withoutEvents, type Projection } from '#libs/projections';

type Event = Pick<RecordedEvent, 'type' | 'schemaVersion' | 'data'>;

const planned = ['OperationStarted', 'PositionLogged', 'PlanDrafted', 'ConsultationRecorded', 'PlanAdopted'];
const opposed = ['OppositionLodged', 'OppositionResolved'];
const called = ['OperationAdopted', 'NoticePublished', 'DocumentsOpened', 'AssemblyScheduled'];
const ballot = [...called, ...opposed, 'AssemblyVoted'];
const joining = ['AccessionRecorded', 'AccessionWithdrawn'];
const aside = ['ReferenceSetAside', 'ReferencesRetried', 'ReferenceRecovered', 'ReferencePassedOver'];
const effect = [
  'SuccessionTookEffect',
  'ReferencesMoved',
  'JoiningRestated',
  ...aside,
  'OperationDeclared',
  'OperationClosed',
  'SuccessionAnnulled',
];

const granted = ['SubsidyRequested', 'SubsidyGranted', 'SubsidyConventionSigned'];
const spent = ['SubsidySpent', 'SubsidyReportReceived', 'SubsidyReminded'];

const judged = ['ReviewerAssigned', 'ReviewRecorded', 'ConflictDeclared', 'TieDecided'];

/** For read models that take events in the order of a life only; lives that exclude each other are separate. Every event is in one. */
const LIVES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'events.gatherings': lives(
    'events',
    [
      'GatheringPlanned',
      'GatheringAnnounced',
      'GatheringPostponed',
      'GatheringPassed',
      'GatheringHeld',
      'AttendanceCounted',
    ],
    ['GatheringPlanned', 'GatheringAnnounced', 'GatheringCancelled'],
  ),
  'events.registrants': lives('events', [
    ...['RegistrationReceived', 'SeatsOffered', 'RegistrationPromoted', 'RegistrationChanged', 'RegistrationsPassed'],
    ...['PartyNamed', 'AttendanceRecorded', 'RegistrationEnded', 'RegistrationReinstated'],
  ]),
  'incubation.calls': lives(
    'incubation',
    ['CallPublished', 'CallClosingMoved', 'CallPassed', 'CallResultsPublished', 'PlaceDeclined'],
    ['CallPublished', 'CallCancelled'],
  ),
  'incubation.selections': lives(
    'incubation',
    ['LateApplicationInvited', 'ApplicationReceived', 'ApplicationChanged', ...judged, 'SelectionDecided'],
    ['ApplicationReceived', 'ApplicationWithdrawn'],
  ),
  'incubation.partners': lives(
    'incubation',
    ['PartnerJoined', 'SeatGranted', 'PartnershipPassed', 'PartnerLeft'],
    ['PartnerJoined', 'PartnerClassDeclared', 'PartnerContributionDeclared'],
  ),
  'membership.subsidies': lives(
    'membership',
    [...granted, 'SubsidyConditionAdded', 'SubsidyConditionMet', 'SubsidyReleased', ...spent, 'SubsidyLapsed'],
    [...granted, 'SubsidySucceeded', 'SubsidyConsentGiven'],
    ['SubsidyRequested', 'SubsidyRefused'],
  ),
  'mergers.asides': lives(
    'mergers',
    ['ReferenceSetAside', 'ReferenceRecovered'],
    ['ReferenceSetAside', 'ReferencePassedOver'],
  ),
  'mergers.operations': lives(
    'mergers',
    [...planned, ...joining, ...ballot, 'OperationApproved', 'ConditionRecorded', ...effect],
    [...planned, ...ballot, 'OperationRejected'],
    [...planned, ...ballot, 'OperationApproved', 'BodyRestored'],
    [...planned, 'OperationPostponed', 'OperationReminded', 'OperationLapsed'],
    [...planned, 'OperationWithdrawn'],
  ),
};

function lives(context: string, ...all: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return all.map((life) => life.map((name) => `${context}.${name}`));
}

/** The order where a projection has no histories of its own. */
const ORDER = ['creates', 'upserts', 'updates', 'removes'];

/**
 * SHA-256 of every document that a projection makes of the golden samples, step by step, so that what is removed or overwritten later
 * counts too. The samples are those of all versions of the events that it reads, upcast as a store would.
 */
export function goldenDigest(projection: Projection): string {
  const steps = historiesOf(projection).map((history) => stepsOf(projection, history));
  return createHash('sha256').update(canonicalJson(steps)).digest('hex');
}

/**
 * One history for each generation of versions: the first versions of all events, then the second ones with the newest of the others.
 * Events that open documents come before those that change them, and these before those that remove them, by name.
 */
function historiesOf(projection: Projection): readonly (readonly Event[])[] {
  // A correction makes a document anew from what it was made of: that has tests of its own.
  const read = Object.keys(projection.on)
    .filter((type) => correctedType(type) === undefined)
    .sort();
  const lives = LIVES[projection.name];
  const rank = (type: string): number => ORDER.indexOf(handlerOf(projection, type)?.does ?? '');
  const histories = lives ?? [read.toSorted((a, b) => rank(a) - rank(b))];
  const missing = read.filter((type) => !histories.some((life) => life.includes(type)));
  if (missing.length > 0) throw new Error(`${projection.name}: no history has ${missing.join(', ')}`);
  const generations = Math.max(...read.map((type) => versionsOf(type).length));
  return Array.from({ length: generations }, (_, generation) =>
    histories.map((life) =>
      life.flatMap((type) => {
        const sample = versionsOf(type)[generation] ?? versionsOf(type).at(-1);
        return sample === undefined ? [] : [eventOf(sample, lives === undefined)];
      }),
    ),
  ).flat();
}

interface Sample {
  readonly type: string;
  readonly version: number;
  readonly data: JsonObject;
}

const folder = join(import.meta.dirname, '..', '..', 'libs', 'contracts', 'golden');
const golden = readdirSync(folder).flatMap((file): readonly Sample[] => {
  const [, type, version] = /^(.+)\.v(\d+)\.json$/.exec(file) ?? [];
  if (type === undefined) return [];
  const data = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
  return [{ type, version: Number(version), data }];
});

function versionsOf(type: string): readonly Sample[] {
  return golden.filter((sample) => sample.type === type).sort((a, b) => a.version - b.version);
}

function eventOf({ type, version, data }: Sample, oneWorld: boolean): Event {
  const current = catalog.upcast(type, version, data);
  return { type, ...current, data: oneWorld ? inOneWorld(current.data) : current.data };
}

/** Samples have unrelated ids: here they are about one cluster, one membership, one mandate, … */
function inOneWorld(data: JsonObject): JsonObject {
  const names = Object.keys(data).filter((name) => name.endsWith('Id'));
  return { ...data, ...Object.fromEntries(names.map((name) => [name, derivedId('golden', name)])) };
}

/** The event as a ledger would hold it. Nothing here may ever change: every digest would. */
function recordedAt(position: number, event: Event): RecordedEvent {
  return {
    ...event,
    id: derivedId('golden event', String(position)),
    stream: streamName(contextOf(event.type), 'golden', '1'),
    revision: BigInt(position),
    position: BigInt(position),
    metadata: {
      recordedAt: instant('2018-03-20T10:00:00Z'),
      effectiveAt: calendarDate('2018-03-20'),
      actor: { id: 'golden' },
      correlationId: derivedId('golden correlation'),
      visibility: { kind: 'public' },
    },
  };
}

/** An event with what it left of each document that it touched. */
type Step = readonly [type: string, documents: readonly (readonly [key: string, document: object | null])[]];

/** Each event as soon as the projection takes it, the first of those first. */
function stepsOf(projection: Projection, history: readonly Event[]): readonly Step[] {
  const documents = new Map<string, object | undefined>();
  const steps: Step[] = [];
  const waiting = [...history];
  while (waiting.length > 0) {
    const taken = waiting.findIndex((event) => {
      const step = stepOf(projection, event, steps.length, documents);
      return step !== undefined && steps.push(step) > 0;
    });
    if (taken < 0) throw new Error(`${projection.name} takes none of ${waiting.map(({ type }) => type).join(', ')}`);
    waiting.splice(taken, 1);
  }
  return steps;
}

function stepOf(
  projection: Projection,
  unplaced: Event,
  position: number,
  documents: Map<string, object | undefined>,
): Step | undefined {
  const event = recordedAt(position, unplaced);
  try {
    applyEvents(projection, [event], documents);
  } catch (error) {
    if (error instanceof PoisonEvent) return undefined;
    throw error;
  }
  const keys = [handlerOf(projection, event.type)?.keys(event) ?? []].flat();
  return [event.type, keys.map((key) => [key, shownOf(documents.get(key))])];
}

/** What a document says; what it keeps of its events beside may be kept in another form, which is read as well. */
function shownOf(document: object | undefined): object | null {
  return (document && withoutEvents(document)) ?? null;
}
