import type { ApiClient } from '../api-client.ts';
import { clusters, operations } from './cast.ts';

const SAID_ON = '2016-09-15';

interface Operation {
  readonly plan: {
    readonly plan: {
      readonly targetDate: string;
      readonly successor: { readonly name: string; readonly nameKind: string };
    };
  };
  readonly openPoints: readonly string[];
  readonly positions: readonly { readonly by: string; readonly statement: string }[];
}

interface Figure {
  readonly indicator: string;
  readonly value: number | null;
  readonly unit: string;
  readonly source: string;
}

interface Objective {
  readonly indicator: string;
  readonly baseline: number | null;
  readonly target: number;
  readonly dueOn: string;
}

/** Question 4: what was known on 15 September 2016 about the date, the name and the number of members, and from whom. */
export async function announcedInSeptember2016(api: ApiClient) {
  const { numelink } = clusters;
  const known = `validAt=${SAID_ON}&knownAt=${SAID_ON}`;
  const [{ plan: drafted, openPoints, positions }, { figures }, objectives] = await Promise.all([
    api.get<Operation>(`mergers/operations/${operations.digitalLeague}?knownAt=${SAID_ON}`),
    api.get<{ readonly figures: readonly Figure[] }>(`membership/clusters/${numelink}?${known}`),
    api.get<{ readonly items: readonly Objective[] }>(`membership/clusters/${numelink}/objectives?${known}`),
  ]);
  const { targetDate, successor } = drafted.plan;
  return {
    target: targetDate,
    name: { name: successor.name, kind: successor.nameKind },
    openPoints,
    saidBy: positions.map(({ by, statement }) => ({ by, statement })),
    figures: figures.map(({ indicator, value, unit, source }) => ({ indicator, value, unit, source })),
    objectives: objectives.items
      .map(({ indicator, baseline, target, dueOn }) => ({ indicator, baseline, target, dueOn }))
      .sort((one, other) => (one.indicator < other.indicator ? -1 : 1)),
  };
}

export type Announced = Awaited<ReturnType<typeof announcedInSeptember2016>>;

export function announcedLines({
  target,
  name,
  openPoints,
  saidBy,
  figures,
  objectives,
}: Announced): readonly string[] {
  return [
    `date: ${target}, as a target`,
    `name: ${name.name} (${name.kind})`,
    ...openPoints.map((point) => `open: ${point}`),
    ...saidBy.map(({ by, statement }) => `${by}: ${statement}`),
    ...figures.map(
      ({ indicator, value, unit, source }) =>
        `${indicator}: ${value === null ? 'amount unknown' : `${value.toLocaleString('en')} ${unit}`} [${source}]`,
    ),
    ...objectives.map(
      ({ indicator, baseline, target, dueOn }) =>
        `objective by ${dueOn}: ${indicator} ${baseline === null ? '' : `from ${baseline.toLocaleString('en')} `}to ${target.toLocaleString('en')}`,
    ),
  ];
}
