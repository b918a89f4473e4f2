import { ContextModule } from '#libs/nest-kit';
import { governanceContext } from './governance.context.ts';

@ContextModule(governanceContext)
export class GovernanceModule {}
