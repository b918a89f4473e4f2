import { describe } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, fold } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent } from '#libs/kernel/testing';
import { accompaniment, type AccompanimentCommand } from './accompaniment/accompaniment.ts';
import { incubator, type IncubatorCommand } from './incubator/incubator.ts';
import { type Holder, partner, type PartnerCommand } from './partner/partner.ts';

const anyDay = fc.integer({ min: 0, max: 12 }).map((days) => addDays(calendarDate('2015-06-01'), days));
const anyName = fc.constantFrom('Quartier numérique', 'Le Bivouac', 'Autre');
const anyId = fc.integer({ min: 1, max: 3 }).map((count) => countedUuid(count));
const incubatorId = countedUuid(1, 1);
const partnerId = countedUuid(2, 1);

const anyIncubatorCommand: fc.Arbitrary<IncubatorCommand> = fc.oneof(
  fc.record({
    type: fc.constant('OpenIncubator' as const),
    incubatorId: fc.constant(incubatorId),
    name: anyName,
    site: fc.constant('Clermont-Ferrand'),
    since: anyDay,
  }),
  fc.record({
    type: fc.constant('RenameIncubator' as const),
    incubatorId: fc.constant(incubatorId),
    name: anyName,
    since: anyDay,
  }),
  fc.record({ type: fc.constant('DissolveIncubator' as const), incubatorId: fc.constant(incubatorId), on: anyDay }),
  fc.record({
    type: fc.constant('OpenSpace' as const),
    incubatorId: fc.constant(incubatorId),
    spaceId: anyId,
    kind: fc.constantFrom('public' as const, 'admitted' as const),
    name: anyName,
    services: fc.constant([]),
    since: anyDay,
  }),
  fc.record({
    type: fc.constant('CloseSpace' as const),
    incubatorId: fc.constant(incubatorId),
    spaceId: anyId,
    on: anyDay,
  }),
  fc.record({
    type: fc.constant('AppointStaff' as const),
    incubatorId: fc.constant(incubatorId),
    appointmentId: anyId,
    role: fc.constantFrom('director' as const, 'team-member' as const),
    person: anyId.map((personId) => ({ personId, name: 'Somebody' })),
    since: anyDay,
  }),
  fc.record({
    type: fc.constant('EndAppointment' as const),
    incubatorId: fc.constant(incubatorId),
    appointmentId: anyId,
    on: anyDay,
  }),
);

/** An incubator as some history leaves it. */
const anyIncubator = fc
  .array(anyIncubatorCommand, { maxLength: 4 })
  .map((commands) => commands.reduce(afterCommand, incubator.initial));

function afterCommand(state: typeof incubator.initial, command: IncubatorCommand): typeof incubator.initial {
  const decision = incubator.decide(command, state);
  return decision.ok ? fold(incubator, decision.events, state) : state;
}

const anyHolder: fc.Arbitrary<Holder> = fc.record({ kind: fc.constantFrom('organisation', 'cluster'), id: anyId });

const anyPartnerCommand: fc.Arbitrary<PartnerCommand> = fc.oneof(
  fc.record({
    type: fc.constant('JoinAsPartner' as const),
    incubator: anyIncubator,
    partnerId: fc.constant(partnerId),
    incubatorId: fc.constant(incubatorId),
    class: fc.constantFrom('sector-body' as const, 'private-group' as const),
    holder: anyHolder,
    founding: fc.boolean(),
    since: anyDay,
  }),
  fc.record({ type: fc.constant('GrantSeat' as const), incubator: anyIncubator, seatId: anyId, since: anyDay }),
  fc.record({
    type: fc.constant('PassPartnership' as const),
    from: anyHolder,
    to: anyHolder,
    operationId: anyId,
    annulment: fc.constantFrom(undefined, true as const),
    on: anyDay,
  }),
  fc.record({ type: fc.constant('LeavePartnership' as const), incubator: anyIncubator, on: anyDay }),
  fc.record({
    type: fc.constant('DeclareClass' as const),
    incubator: anyIncubator,
    class: fc.constantFrom('public-authority' as const, 'private-group' as const),
    source: fc.constantFrom('Loi', 'Presse'),
    on: anyDay,
  }),
);

const admissionId = countedUuid(4, 1);
const about = { admissionId: fc.constant(admissionId), incubatorId: fc.constant(incubatorId) };
const admitted = {
  ...({ type: 'CompanyAdmitted', incubatorId, admissionId, organisationId: countedUuid(5, 1), number: 1 } as const),
  ...{ track: { kind: 'call', basis: { reference: 'Jury', on: '2015-05-01' } } as const, on: '2015-06-01' },
};
const left = { ...admitted, type: 'ResidencyEnded', cause: 'graduated', on: '2015-06-08' } as const;
const admission = fc.constantFrom(
  undefined,
  { admitted, startedOn: '2015-06-02' },
  { admitted, startedOn: '2015-06-02', ended: left },
);

const anyAccompanimentCommand: fc.Arbitrary<AccompanimentCommand> = fc.oneof(
  fc.record({
    ...{ type: fc.constant('AssignMentor' as const), ...about, admission, assignmentId: anyId, since: anyDay },
    role: fc.constantFrom('mentor' as const, 'coach' as const),
    person: anyId.map((personId) => ({ personId, name: 'Somebody' })),
  }),
  fc.record({ type: fc.constant('ReleaseMentor' as const), ...about, admission, assignmentId: anyId, on: anyDay }),
  fc.record({
    ...{ type: fc.constant('SetMilestone' as const), ...about, admission, milestoneId: anyId, on: anyDay },
    title: fc.constantFrom('Premier client', 'Première levée'),
  }),
  fc.record({ type: fc.constant('ReachMilestone' as const), ...about, admission, milestoneId: anyId, on: anyDay }),
  fc.record({
    ...{ type: fc.constant('DeclareAlumnusFigure' as const), ...about, admission, on: anyDay },
    ...{ indicator: fc.constant('jobs'), value: fc.constantFrom(null, 0, 12), unit: fc.constant('persons') },
    source: fc.constantFrom('La société', 'La presse'),
  }),
);

describe('incubation deciders', () => {
  deciderIsIdempotent('incubator', incubator, fc.array(anyIncubatorCommand, { maxLength: 12 }));
  deciderIsIdempotent('accompaniment', accompaniment, fc.array(anyAccompanimentCommand, { maxLength: 12 }));
  deciderIsIdempotent('partner', partner, fc.array(anyPartnerCommand, { maxLength: 12 }));
});
