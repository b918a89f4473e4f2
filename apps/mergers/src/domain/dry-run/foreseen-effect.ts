import type { CalendarDate } from '#libs/kernel';
import { accededBy } from '../operation/joining.ts';
import { inRoles, predecessorsOf } from '../operation/operation.ts';
import type { DryRunInput } from './diff.ts';
import type { Whole } from './holdings.ts';

type Foreseen = Pick<DryRunInput, 'file' | 'organisations'>;

/** The effect as the plan would have it, on the day on which it comes. */
export function foreseenEffect({ file, organisations = [] }: Foreseen, effectiveOn: CalendarDate): Whole {
  const plan = file.plan?.plan;
  const [giver] = inRoles(file, 'giving').map((clusterId) => ({ clusterId }));
  const federated = inRoles(file, 'federating').map((clusterId) => ({ clusterId }));
  // Before there is a plan, it is whoever absorbs the others.
  const [absorbing = ''] = inRoles(file, 'absorbing');
  return {
    operationId: file.operationId,
    predecessors: predecessorsOf(file).map((clusterId) => ({ clusterId })),
    successor: plan?.successor ?? { clusterId: absorbing },
    heirs: plan?.heirs,
    allocation: plan?.allocation,
    ...(giver === undefined ? {} : { giver }),
    ...(federated.length === 0 ? {} : { federated }),
    // Who has ceased by then is set aside.
    acceded: accededBy(file, effectiveOn).filter(({ organisationId }) => {
      const ended = organisations.find((each) => each.organisationId === organisationId)?.ended;
      return ended === undefined || ended.on > effectiveOn;
    }),
    antennaMapping: plan?.antennaMapping ?? [],
    collegeMapping: plan?.collegeMapping,
    transitionalGovernance: plan?.transitionalGovernance ?? { bodies: [] },
    effectiveOn,
  };
}
