import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { catalog } from '#libs/contracts';
import { contextOf, type AnyAggregate } from '#libs/kernel';
import { typesOf } from '#libs/projections';
import { contexts } from '../../apps/platform/src/contexts.ts';

const rows = contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows));

/** The members of an object that may be left out, or those that may not. */
function membersOf(schema: z.ZodType, optional: boolean): readonly string[] {
  const { shape } = schema as z.ZodObject<Readonly<Record<string, z.ZodType>>>;
  const members = Object.entries(shape).filter(([, member]) => member.safeParse(undefined).success === optional);
  return members.map(([name]) => name);
}

/** The events of each context with the members that they have to have. */
const events = catalog.eventTypes().map((type) => {
  const definition = catalog.definitionOf(type);
  const required = definition === undefined ? [] : membersOf(definition.schema, false);
  return { type, context: contextOf(type), name: type.slice(contextOf(type).length + 1), required };
});

/** The events of an aggregate: those of its context that the model of its documents reads. */
function eventsOf({ context, name }: AnyAggregate): typeof events {
  const models = contexts.flatMap(({ projections }) => projections);
  const model = models.find(({ subject }) => subject === `${context}.${name}`);
  const types = model === undefined ? [] : typesOf(model);
  return events.filter((event) => event.context === context && types.includes(event.type));
}

const NAMING = /^(\w+)(Id|Hash|Version)$/;
/** What a command may leave open, and an event that is named after it needs: `mandateId` of `MandateStarted`. */
const drawn = rows.flatMap((row) =>
  membersOf(row.body, true).flatMap((member) => {
    const [, noun = ''] = NAMING.exec(member) ?? [];
    const needing = eventsOf(row.aggregate).filter(
      ({ name, required }) => required.includes(member) && name.toLowerCase().startsWith(noun.toLowerCase()),
    );
    return noun === '' || needing.length === 0 ? [] : [{ command: row.name, member, row }];
  }),
);
/** What a decision comes to. */
const outcomes = events.filter(({ required }) => required.includes('outcome'));

describe('the answer of a command', () => {
  it('is tried with every id and version that a command may leave open, and every outcome', () => {
    expect(drawn.map(({ command, member }) => `${command} ${member}`)).toEqual([
      'governance.offices.start-mandate mandateId',
      'governance.offices.start-representation representationId',
      'governance.statutes.adopt statutesVersion',
      'governance.declarations.file declarationId',
      'governance.elections.file-candidacy candidacyId',
      'governance.interests.declare interestId',
      'incubation.incubators.open-space spaceId',
      'incubation.incubators.appoint appointmentId',
      'incubation.partners.grant-seat seatId',
      'incubation.occupancies.admit admissionId',
      'incubation.occupancies.record-residency admissionId',
      'incubation.accompaniments.set-milestone milestoneId',
      'events.registrations.register registrationId',
      'events.registrations.import registrationId',
    ]);
    expect(outcomes.map(({ type }) => type)).toEqual([
      'events.RegistrationReceived',
      'events.RegistrationReinstated',
      'governance.ElectionHeld',
      'governance.ResolutionDecided',
      'mergers.AssemblyVoted',
      'mergers.OppositionResolved',
    ]);
  });

  it.each(drawn)('$command reports $member', ({ member, row }) => {
    expect(Object.values(row.reports ?? {}).some(({ shape }) => member in shape)).toBe(true);
  });

  it.each(outcomes)('$type: the outcome is reported, with its day', ({ context, name }) => {
    const reporting = rows.filter((row) => row.table.context === context && row.reports?.[name] !== undefined);
    expect(reporting.length).toBeGreaterThan(0);
    for (const row of reporting)
      expect(Object.keys(row.reports?.[name]?.shape ?? {})).toEqual(expect.arrayContaining(['outcome', 'on']));
  });

  it.each(rows.filter(({ reports }) => reports !== undefined))(
    '$name: what it reports is in the events of its aggregate, and means one thing',
    ({ reports = {}, table }) => {
      for (const [name, { shape }] of Object.entries(reports)) {
        const definition = catalog.definitionOf(`${table.context}.${name}`);
        expect(Object.keys(shape)).not.toEqual([]);
        expect(Object.keys((definition?.schema as z.ZodObject).shape)).toEqual(
          expect.arrayContaining(Object.keys(shape)),
        );
        for (const { path } of catalog.personalFields(`${table.context}.${name}`))
          expect(Object.keys(shape)).not.toContain(path.split('.')[0]);
      }
      const members = Object.values(reports).flatMap(({ shape }) => Object.keys(shape));
      expect(new Set(members).size).toBe(members.length);
    },
  );
});
