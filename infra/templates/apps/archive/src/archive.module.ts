import { ContextModule } from '#libs/nest-kit';
import { archiveContext } from './archive.context.ts';

@ContextModule(archiveContext)
export class ArchiveModule {}
