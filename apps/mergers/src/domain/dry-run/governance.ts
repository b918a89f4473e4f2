import type { Term } from '#libs/kernel';
import { predecessorsOf } from '../operation/operation.ts';
import { forecast } from './forecast.ts';
import type { DryRunInput, Governance, GovernanceDiff, MandateLine } from './dry-run.ts';

/** What ends with the predecessors and what the plan begins. */
export function governanceDiff(input: DryRunInput): GovernanceDiff {
  const { file, governance, on } = input;
  const effectOn = forecast(input).expectedOn ?? on;
  const ending = predecessorsOf(file).flatMap((clusterId) => {
    const own = governance[clusterId];
    return own === undefined ? [] : [{ clusterId, own: openAt(own, effectOn) }];
  });
  return {
    bodiesAbolished: ending.flatMap(({ clusterId, own }) =>
      own.bodies.map(({ bodyId, name }) => ({ clusterId, bodyId, name })),
    ),
    mandatesEnded: ending.flatMap(({ clusterId, own }) => endedMandates(clusterId, own)),
    ...beginnings(file),
  };
}

/** What the effect meets: whatever has not ended by then. */
function openAt({ bodies, offices, mandates }: Governance, effectOn: string): Governance {
  const isOpen = ({ until }: Term): boolean => until === undefined || effectOn < until;
  return { offices, bodies: bodies.filter(isOpen), mandates: mandates.filter(isOpen) };
}

function endedMandates(clusterId: string, { offices, mandates }: Governance): readonly MandateLine[] {
  const titles = new Map(offices.map(({ officeId, title }) => [officeId, title]));
  return mandates.map(({ mandateId, officeId, person }) => ({
    mandateId,
    clusterId,
    personName: person.name,
    office: titles.get(officeId) ?? officeId,
  }));
}

function beginnings({ plan }: DryRunInput['file']): Pick<GovernanceDiff, 'bodiesCreated' | 'mandatesBegun'> {
  if (plan === undefined) return { bodiesCreated: [], mandatesBegun: [] };
  const { successor, transitionalGovernance } = plan.plan;
  const { bodies, limit } = transitionalGovernance;
  return {
    bodiesCreated: bodies.map(({ bodyId, name, kind }) => ({ bodyId, name, kind })),
    mandatesBegun: bodies.flatMap(({ offices }) =>
      offices.flatMap(({ title, holders }) =>
        holders.map(({ mandateId, person }) => ({
          mandateId,
          clusterId: successor.clusterId,
          personName: person.name,
          office: title,
          ...(limit === undefined ? {} : { limit }),
        })),
      ),
    ),
  };
}
