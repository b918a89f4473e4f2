import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { specification } from '#libs/kernel/testing';
import { axess, esker, inovaction } from '../../../test/facts.ts';
import { cease, duplicate, recordDuplicate, succeed, succeeded } from '../../../test/organisation-words.ts';
import { organisation, type OrganisationFact } from './organisation.ts';

type OrganisationSucceeded = GrappeEvents['membership.OrganisationSucceeded'];
const { given } = specification(organisation);
const registered: OrganisationFact = {
  ...{ type: 'OrganisationRegistered', organisationId: esker, name: 'Esker', kind: 'company', since: '1985-01-01' },
};
const renamed = (since: string): OrganisationFact => ({
  ...{ type: 'OrganisationRenamed', organisationId: esker, name: 'Esker SE', since },
});

describe('what becomes of an organisation', () => {
  it.each([
    ['a name of a later day', [renamed('2018-01-01')], cease('2016-09-01'), 'name of 2018-01-01'],
    ['another end', [succeeded('2018-01-01')], cease('2016-09-01'), 'succession of 2018-01-01'],
    ['that it is another entry', [duplicate(axess)], succeed('2016-08-01'), undefined],
  ])('is not an end before %s', (_what, facts, command, found) => {
    const refusal = { type: found === undefined ? 'MBR_ORGANISATION_DUPLICATE' : 'MBR_FACT_CONTRADICTED' } as const;
    given(registered, ...facts)
      .when(command)
      .refused(
        expect.objectContaining({ ...refusal, ...(found === undefined ? { required: axess } : { found }) }) as never,
      );
  });

  it.each<[string, Partial<OrganisationSucceeded['continuation']>, string]>([
    ['itself', { successorIds: [esker], heirId: esker }, 'another organisation than itself'],
    ['an heir that is no successor', { heirId: inovaction }, `one of the successors ${axess}`],
    ['two by absorption', { successorIds: [axess, inovaction] }, 'one successor'],
    ['one by a split', { how: 'split' }, 'two successors at least'],
  ])('is not that it goes up in %s', (_what, more, required) => {
    const command = succeed('2016-09-01');
    given(registered)
      .when({ ...command, continuation: { ...command.continuation, ...more } })
      .refused(expect.objectContaining({ type: 'MBR_SUCCESSOR_UNFIT', required }) as never);
  });

  it('is nothing of a day before it was known, and no entry is another one of itself', () => {
    given(registered)
      .when(cease('1985-01-01'))
      .refused(expect.objectContaining({ type: 'MBR_FACT_CONTRADICTED' }) as never);
    given(registered)
      .when(recordDuplicate(esker))
      .refused({ type: 'MBR_SUCCESSOR_UNFIT', found: esker, required: 'another entry of the register' });
  });
});
