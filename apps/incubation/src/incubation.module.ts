import { ContextModule } from '#libs/nest-kit';
import { incubationContext } from './incubation.context.ts';

@ContextModule(incubationContext)
export class IncubationModule {}
