import { commandOf, commandTable, type RefusalTable } from '#libs/commands';
import { resource, type QueryRow } from '#libs/hosting';
import { nameSchema } from '../../../../libs/contracts/index.ts';
import { specimen, type SpecimenRejection } from '../domain/specimen/specimen.ts';
import { specimens, specimenView } from '../read-models/specimens/specimens.projection.ts';

const refusals: RefusalTable<SpecimenRejection['type']> = {
  ARC_SPECIMEN_NOT_FOUND: { status: 404, title: 'Specimen not found.' },
  ARC_SPECIMEN_EXISTS: {
    status: 409,
    title: 'A specimen with this id exists with different data.',
  },
  ARC_SPECIMEN_TOO_EARLY: { status: 409, title: 'A specimen cannot be renamed before it exists.' },
};

export const specimenCommands = commandTable('archive.specimens', refusals, [
  commandOf(specimen, 'RegisterSpecimen', {
    summary: 'Register a specimen.',
    body: { name: nameSchema },
    refusals: ['ARC_SPECIMEN_EXISTS'],
    decide: ({ id, body, effectiveAt }) => ({ specimenId: id, ...body, since: effectiveAt }),
  }),
  commandOf(specimen, 'RenameSpecimen', {
    verb: 'rename',
    summary: 'Give a specimen another name from a day on.',
    body: { name: nameSchema },
    refusals: ['ARC_SPECIMEN_NOT_FOUND', 'ARC_SPECIMEN_TOO_EARLY'],
    decide: ({ id, body, effectiveAt }) => ({ specimenId: id, ...body, since: effectiveAt }),
  }),
]);

export const specimenQueries: readonly QueryRow[] = resource(specimens, {
  shows: 'register',
  list: 'Specimens in a stable order.',
  document: 'A specimen.',
  id: 'The specimen.',
  item: specimenView,
});
