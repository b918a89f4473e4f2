import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { LedgerContext, OnEvent, ProcessManager, type Published } from '#libs/nest-transport';
import type { MigrationSet, Pool } from '#libs/postgres';

const POOL = Symbol('Pool');

export const lettersSchema: MigrationSet = {
  component: 'letters',
  migrations: [
    {
      version: 1,
      name: 'letters',
      sql: `create schema letters;
create table letters.welcome (event_id uuid primary key, addressee text not null, position bigint not null, tries integer not null);`,
    },
  ],
};

/** Whoever is registered is written to. The letter is named by its event, so that an event that comes again writes no second one. */
@ProcessManager('letters.welcome')
export class WelcomeLetters {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @OnEvent('membership.OrganisationRegistered')
  async registered(event: Published<'membership.OrganisationRegistered'>, { position }: LedgerContext): Promise<void> {
    await this.pool.query({
      text: `insert into letters.welcome values ($1, $2, $3, 1)
on conflict (event_id) do update set tries = welcome.tries + 1`,
      values: [event.id, event.data.name, position],
    });
  }
}

@Module({})
class LettersModule {}

export function lettersModule(pool: Pool): DynamicModule {
  return {
    module: LettersModule,
    controllers: [WelcomeLetters],
    providers: [{ provide: POOL, useValue: pool }],
  };
}
