import { operatorGrants } from '#libs/process-managers';

/** For which clusters the operators of a predecessor may act. */
export const operators = operatorGrants('events');
