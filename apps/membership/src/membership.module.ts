import { ContextModule } from '#libs/nest-kit';
import { membershipContext } from './membership.context.ts';

@ContextModule(membershipContext)
export class MembershipModule {}
