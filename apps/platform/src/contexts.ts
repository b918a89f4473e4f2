import type { ContextDefinition } from '#libs/hosting';
import { auditContext } from '../../audit/src/audit.context.ts';
import { governanceContext } from '../../governance/src/governance.context.ts';
import { incubationContext } from '../../incubation/src/incubation.context.ts';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { mergersContext } from '../../mergers/src/mergers.context.ts';

/** The contexts that one process runs together; each can as well run alone. */
export const contexts: readonly ContextDefinition[] = [
  membershipContext,
  governanceContext,
  mergersContext,
  incubationContext,
  auditContext,
];
