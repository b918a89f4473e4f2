import { ContextModule } from '#libs/nest-kit';
import { mergersContext } from './mergers.context.ts';

@ContextModule(mergersContext)
export class MergersModule {}
