import { countedUuid, factsInAnyOrder } from '#libs/kernel/testing';
import { office } from './office.decide.ts';
import {
  auvergneTic,
  bocquet,
  clusterId,
  create,
  created,
  end,
  ended,
  extend,
  extended,
  maxHolders,
  maxHoldersSet,
  montier,
  move,
  moved,
  represent,
  represented,
  representedNoMore,
  representNoMore,
  start,
  started,
  type MandateFacts,
} from './testing/office.fixtures.ts';

const two = maxHoldersSet({ maxHolders: 2, since: '2015-06-24' });
const earlier = { ...auvergneTic, since: '2011-01-01', on: '2012-01-01' };
const chained: MandateFacts = {
  ...bocquet,
  representing: 'le collège des entreprises',
  organisationId: countedUuid(92),
  limit: '2195-06-23',
  ...{ follows: earlier.mandateId, antennaId: countedUuid(89), gender: 'woman' as const },
  tiedToClusterId: clusterId,
  electionId: countedUuid(85),
};
const one = { ...earlier, mandateId: countedUuid(93), since: '2013-01-01', on: '2014-01-01' };
factsInAnyOrder(office, {
  OfficeCreated: {
    fact: { ...created, untilReplaced: true },
    after: [two],
    carries: true,
    command: { ...create, untilReplaced: true },
    other: { title: 'Coprésidence', maxHolders: 3, untilReplaced: false, since: '2011-01-01' },
    overlap: 'an office is created once, under an id of its own',
  },
  OfficeMaxHoldersSet: {
    before: [created],
    fact: two,
    after: [started(auvergneTic)],
    command: maxHolders({ maxHolders: 2, since: '2015-06-24' }),
    other: { maxHolders: 3, since: '2015-06-01' },
    overlap: 'of two numbers from one day on the one that was recorded last holds',
  },
  MandateStarted: {
    before: [created, started(earlier), ended(earlier), started(one), ended(one), two],
    fact: started(chained),
    after: [started({ ...montier, since: '2018-06-24' })],
    command: start(chained),
    other: {
      person: { personId: countedUuid(94), name: 'Somebody else' },
      ...{ representing: 'le collège des écoles', organisationId: countedUuid(95), how: 'co-opted' },
      ...{ antennaId: countedUuid(86), gender: 'man' },
      ...{ since: '2015-09-01', limit: '2017-06-23', follows: one.mandateId, tiedToClusterId: countedUuid(96) },
      electionId: countedUuid(84),
    },
    overlap: [
      { command: start({ ...auvergneTic, mandateId: countedUuid(97), since: '2018-07-01' }), day: '2018-07-01' },
      { command: start({ ...bocquet, mandateId: countedUuid(97), since: '2016-01-01' }), day: '2016-01-01' },
    ],
  },
  MandateExtended: {
    before: [created, started({ ...bocquet, limit: '2016-06-30' })],
    fact: extended({ limit: '2195-12-31', on: '2016-06-20' }),
    after: [started({ ...montier, since: '2196-01-01' })],
    command: extend({ limit: '2195-12-31', on: '2016-06-20' }),
    other: { limit: '2195-06-30', decision: 'Point 5', resolutionId: countedUuid(98), on: '2016-06-21' },
    overlap: [
      { command: extend({ limit: '2195-12-30', on: '2016-06-21' }), day: '2195-12-31' },
      { command: start({ ...auvergneTic, since: '2016-07-01' }), day: '2016-07-01' },
    ],
  },
  MandateHolderMoved: {
    before: [created, started(bocquet)],
    fact: moved({ organisationId: countedUuid(92), since: '2016-01-11' }),
    after: [moved({ since: '2017-01-01' })],
    command: move({ organisationId: countedUuid(92), since: '2016-01-11' }),
    other: { representing: 'le collège des écoles', organisationId: countedUuid(95), since: '2016-02-01' },
    overlap: 'of two organisations from one day on the one that was recorded last holds',
  },
  RepresentationStarted: {
    before: [created, started(bocquet)],
    fact: represented,
    after: [representedNoMore({ on: '2196-01-01' })],
    carries: true,
    command: represent,
    other: { where: 'Medinsoft, conseil', organisationId: countedUuid(99), since: '2015-10-01' },
    overlap: 'it is stated once, under an id of its own',
  },
  RepresentationEnded: {
    before: [created, started(bocquet), represented],
    fact: representedNoMore({ on: '2016-02-01' }),
    after: [started({ ...montier, since: '2196-06-24' })],
    command: representNoMore({ on: '2016-02-01' }),
    other: { reason: 'démission', on: '2016-02-02' },
    overlap: [{ command: representNoMore({ on: '2016-03-01' }), day: '2016-02-01' }],
  },
  MandateEnded: {
    before: [created, two, started(bocquet)],
    fact: ended(bocquet),
    after: [started({ ...montier, since: '2017-01-01' })],
    command: end(bocquet),
    other: { cause: 'revocation', on: '2016-10-01' },
    overlap: [{ command: end({ ...bocquet, on: '2017-06-01' }), day: '2016-09-01' }],
  },
});
