import { clusters, colleges, company, conditions, formerColleges, founders, id, people, provisional } from '../cast.ts';
import { HIGHER_EDUCATION, school, START_UPS, startUp } from '../cast.ts';

export const NAME = 'FrenchSouth.digital';

const seat = { seat: 'Montpellier', departments: ['34', '30', '11', '48', '66'] };

/** As it was in November 2014: colleges and members not all fixed, the name a code name. */
export const sketch = {
  motives: 'Three trades under one roof, in private hands; a dissolution would lose the history of the sectors.',
  successor: { clusterId: clusters.frenchSouth, name: 'South French Digital', nameKind: 'code', ...seat },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [
    { conditionId: conditions.workingCapital, description: 'Working capital, asked for by Novae LR', blocking: true },
    { conditionId: conditions.guarantee, description: 'A guarantee of means, asked for by PixLR', blocking: true },
  ],
  contributionsEuros: null,
  openPoints: ['French Tech entrepreneurs as a college of their own', 'schools as a college of their own'],
};

/** The three presidents hold it together; each represents a member of what was led before. */
const coPresidency = {
  ...{ officeId: provisional.office, kind: 'president', title: 'Présidence provisoire', maxHolders: 3 },
  holders: [people.cladera, people.molinie, people.mekersa].map((person, index) => ({
    ...{ mandateId: id('transitional mandate', person.name), person, tiedToClusterId: founders[index] },
    organisationId: company([0, 165, 172][index] ?? 0),
  })),
};

/** The provisional board holds office until the election of June 2015. */
export const frenchSouthPlan = {
  ...sketch,
  successor: { ...sketch.successor, name: NAME, nameKind: 'final' },
  targetDate: '2015-02-18',
  collegeMapping: founders.map((fromClusterId, index) => ({
    ...{ fromClusterId, fromCollege: formerColleges[index], toCollege: colleges[index] },
  })),
  transitionalGovernance: {
    limit: '2015-06-30',
    bodies: [
      { bodyId: id('assembly', 'FrenchSouth'), kind: 'assembly', name: 'Assemblée générale', offices: [] },
      { bodyId: provisional.board, kind: 'board', name: 'Conseil provisoire', offices: [coPresidency] },
    ],
  },
  // The two sets that were open are named in it, and bind nobody: each joins by its own accession.
  joining: [
    { organisationId: startUp, college: START_UPS },
    { organisationId: school, college: HIGHER_EDUCATION },
  ],
  openPoints: [],
};

export const digital113Plan = {
  motives: 'One cluster for Occitanie.',
  successor: {
    ...{ clusterId: clusters.digital113, name: 'Digital 113', nameKind: 'final' },
    ...{ seat: 'Toulouse', departments: ['31', '34', '30', '11', '48', '66', '81'] },
  },
  targetDate: '2018-01-17',
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: 400_000,
  openPoints: [],
};
