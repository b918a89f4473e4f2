import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ContextDefinition } from '#libs/hosting';
import { Public } from '../auth/token.guard.ts';
import { CONTEXTS } from '../tokens.ts';

/** A process that runs contexts, and where its operations are: a system may be one of them or several. */
export interface ServiceEntry {
  readonly name: string;
  readonly contexts: readonly string[];
  readonly operations: string;
}

/** In one process there is one service. In front of several, the gateway gives this answer. */
@ApiTags('operations')
@Controller('api/v1/services')
export class ServicesController {
  constructor(@Inject(CONTEXTS) private readonly contexts: readonly ContextDefinition[]) {}

  @Public()
  @Get()
  @ApiOperation({ summary: 'The services of the system, the contexts each runs, and where its operations are.' })
  services(): { readonly items: readonly ServiceEntry[] } {
    const contexts = this.contexts.map(({ name }) => name);
    return { items: [{ name: 'platform', contexts, operations: '/api/v1/operations' }] };
  }
}
