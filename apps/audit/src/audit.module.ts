import { ContextModule } from '#libs/nest-kit';
import { auditContext } from './audit.context.ts';

@ContextModule(auditContext)
export class AuditModule {}
