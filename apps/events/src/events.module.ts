import { ContextModule } from '#libs/nest-kit';
import { eventsContext } from './events.context.ts';

@ContextModule(eventsContext)
export class EventsModule {}
