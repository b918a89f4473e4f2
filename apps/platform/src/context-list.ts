/**
 * The contexts of Grappe, a line each. Everything else that names them follows from their definitions (`npm run generate`) and from
 * their folders: gateway, provisioning, launchers, compose file, documents and import rules.
 */
export { AuditModule } from '../../audit/src/audit.module.ts';
export { EventsModule } from '../../events/src/events.module.ts';
export { GovernanceModule } from '../../governance/src/governance.module.ts';
export { IncubationModule } from '../../incubation/src/incubation.module.ts';
export { MembershipModule } from '../../membership/src/membership.module.ts';
export { MergersModule } from '../../mergers/src/mergers.module.ts';
