import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';
import { passingShape } from './passing.ts';

const ofProgramme = { programmeId: uuidSchema };

/** What somebody is in a programme beside its lead: a cluster that runs it in the same way, who benefits from it, who pays for it. */
export const programmeRoleSchema = z.enum(['relay', 'beneficiary', 'funder']);

/** A cluster or another organisation, by its id. */
export const programmePartySchema = z.strictObject({ kind: z.enum(['cluster', 'organisation']), id: uuidSchema });

const ofParty = { ...ofProgramme, role: programmeRoleSchema, party: programmePartySchema };

/** In the order in which those of one day count: a relay that takes the lead ceases to be one first, and the lead before it may become one on that day. */
export const programmeEvents = correctable({
  ProgrammeStarted: event('A programme, or collective action, runs from a day on, led by a cluster.', {
    ...ofProgramme,
    name: nameSchema,
    theme: nameSchema,
    leadId: uuidSchema,
    since: dateSchema,
  }),
  ProgrammeEnded: event('A programme is over, from a day on.', { ...ofProgramme, on: dateSchema }),
  ProgrammePartEnded: event('Somebody has no part in a programme any more, from a day on.', {
    ...ofParty,
    on: dateSchema,
  }),
  ProgrammeLeadChanged: event('Another cluster leads a programme from a day on.', {
    ...ofProgramme,
    leadId: uuidSchema,
    since: dateSchema,
  }),
  ProgrammePartTaken: event('Somebody has a part in a programme from a day on: as relay, beneficiary or funder.', {
    ...ofParty,
    since: dateSchema,
  }),
  ProgrammePassed: event(
    'What a cluster was in a programme, its lead or one of its parts, passed to its successor; what the successor was already it is once.',
    { ...ofProgramme, ...passingShape },
  ),
});
