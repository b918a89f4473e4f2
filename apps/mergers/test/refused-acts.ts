import { calendarDate } from '#libs/kernel';
import type { Act, OperationFile } from '../src/domain/rules/act.ts';
import type { GuardId } from '../src/domain/rules/rule.ts';
import { acts, fileWith, type Days } from './guard-files.ts';

const numelink = '01500000-0000-7000-8000-000000000001';

/** Long before any assembly: no guard but the one at hand has a word. */
const early: Days = { adopted: '2015-01-05', noticed: '2015-01-05', opened: '2015-01-05' };
const conditions = [{ conditionId: 'c', description: 'Garantie de la Région', blocking: true }];
const staffOpinion = [{ clusterId: numelink, basis: 'Code du travail, art. L. 2312-8' }];

/** Of each guard an act that it refuses, in an operation that is otherwise in order. */
export const refusedActs: Readonly<Record<GuardId, { readonly act: Act; readonly file: OperationFile }>> = {
  G1: { act: acts.adopt('2016-01-15'), file: fileWith({ plan: { openPoints: ['le nom'] } }) },
  G2: { act: acts.vote('2016-03-15'), file: fileWith({ ...early, adopted: '2016-01-15' }) },
  G3: { act: acts.vote('2017-03-28'), file: fileWith({ ...early, noticed: '2017-02-26' }) },
  G4: {
    act: acts.open('2017-02-26'),
    file: fileWith({ adopted: '2016-12-05', called: ['2017-03-28', undefined] }),
  },
  G5: { act: acts.vote('2016-03-31'), file: fileWith({ ...early, plan: { contributionsEuros: 1_550_000 } }) },
  G6: { act: { ...acts.vote('2016-03-31'), clause: undefined } as Act, file: fileWith(early) },
  G7: {
    act: acts.effect('2016-12-01'),
    file: fileWith({ ...early, voted: ['2016-03-30', '2016-03-31'], plan: { conditions } }),
  },
  G8: {
    act: acts.effect('2016-12-31'),
    file: fileWith({ ...early, voted: ['2016-03-30', '2016-03-31'], plan: { effectDate: '2017-01-01' } }),
  },
  G9: { act: acts.publish('2016-02-15'), file: fileWith({ drafted: '2016-03-01', version: 2 }) },
  G10: {
    act: acts.adopt('2018-01-15'),
    file: fileWith({ plan: { parameters: { staffOpinion } }, consulted: '2018-01-20' }),
  },
  G11: { act: acts.oppose('2016-03-30'), file: fileWith({ noticed: '2016-02-27' }) },
  G12: {
    act: {
      ...{ act: 'engage', clusterId: numelink, operationId: 'x', on: calendarDate('2016-01-15') },
      engagedBy: '01500000-0000-7000-8000-00000000000b',
    },
    file: fileWith({}),
  },
};
