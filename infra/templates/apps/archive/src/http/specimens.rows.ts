import { z } from 'zod';
import { command, commandTable, type RefusalTable } from '#libs/commands';
import { anyReader as may, documentOf, idParameter, listOf, type QueryRow } from '#libs/hosting';
import { nameSchema } from '../../../../libs/contracts/index.ts';
import { specimen, type SpecimenRejection } from '../domain/specimen/specimen.decide.ts';
import { specimens, specimenView } from '../read-models/specimens/specimens.projection.ts';

const refusals: RefusalTable<SpecimenRejection['type']> = {
  ARC_SPECIMEN_NOT_FOUND: { status: 404, title: 'There is no specimen with this id.' },
  ARC_SPECIMEN_EXISTS: {
    status: 409,
    title: 'There is a specimen with this id, under another name or from another day.',
  },
  ARC_SPECIMEN_TOO_EARLY: { status: 409, title: 'A specimen takes no other name before the day from which it exists.' },
};

export const specimenCommands = commandTable({
  context: 'archive',
  resource: 'specimens',
  refusals,
  rows: [
    command(specimen, {
      summary: 'Register a specimen.',
      body: z.strictObject({ name: nameSchema }).meta({ id: 'RegisterSpecimen' }),
      roles: ['admin'],
      refusals: ['ARC_SPECIMEN_EXISTS'],
      run: (tx, { id, body, effectiveAt }) =>
        tx.decide(specimen, id, { type: 'RegisterSpecimen', specimenId: id, ...body, since: effectiveAt }),
    }),
    command(specimen, {
      verb: 'rename',
      summary: 'Give a specimen another name from a day on.',
      body: z.strictObject({ name: nameSchema }).meta({ id: 'RenameSpecimen' }),
      roles: ['admin'],
      refusals: ['ARC_SPECIMEN_NOT_FOUND', 'ARC_SPECIMEN_TOO_EARLY'],
      run: (tx, { id, body, effectiveAt }) =>
        tx.decide(specimen, id, { type: 'RenameSpecimen', specimenId: id, ...body, since: effectiveAt }),
    }),
  ],
});

export const specimenQueries: readonly QueryRow[] = [
  listOf(specimens, { summary: 'Specimens in a stable order.', may, item: specimenView }),
  documentOf(specimens, {
    summary: 'A specimen.',
    may,
    parameters: { id: idParameter('The specimen.') },
    answers: specimenView,
  }),
];
