/**
 * The contexts of Grappe, a line each. Everything else that names them follows from their definitions (`npm run generate`) and from
 * their folders: gateway, provisioning, launchers, compose file, documents and import rules.
 */
export { auditContext } from '../../audit/src/audit.context.ts';
export { governanceContext } from '../../governance/src/governance.context.ts';
export { incubationContext } from '../../incubation/src/incubation.context.ts';
export { membershipContext } from '../../membership/src/membership.context.ts';
export { mergersContext } from '../../mergers/src/mergers.context.ts';
