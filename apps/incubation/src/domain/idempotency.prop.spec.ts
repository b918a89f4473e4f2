import { describe } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, fold } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent } from '#libs/kernel/testing';
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
);

describe('incubation deciders', () => {
  deciderIsIdempotent('incubator', incubator, fc.array(anyIncubatorCommand, { maxLength: 12 }));
  deciderIsIdempotent('partner', partner, fc.array(anyPartnerCommand, { maxLength: 12 }));
});
