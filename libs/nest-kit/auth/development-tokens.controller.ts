import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { claimsSchema } from './authenticator.ts';
import { DevelopmentIssuer } from './development-issuer.ts';
import { Public } from './token.guard.ts';

const tokenRequest = claimsSchema
  .extend({ lifetimeSeconds: z.int().min(-86_400).max(86_400).default(3_600) })
  .meta({ id: 'DevelopmentTokenRequest' });

/** Hands out tokens in development; it is not there in production. */
@ApiTags('development')
@Controller('development/tokens')
export class DevelopmentTokensController {
  constructor(@Inject(DevelopmentIssuer) private readonly issuer: DevelopmentIssuer) {}

  @Public()
  @Post()
  @ApiOperation({ summary: 'A token of the development issuer, which does not exist in production.' })
  @HttpCode(201)
  async issue(@Body({ schema: tokenRequest }) body: z.infer<typeof tokenRequest>): Promise<{ token: string }> {
    return { token: await this.issuer.issue(body, body.lifetimeSeconds) };
  }
}
