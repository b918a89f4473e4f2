import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { requireRole, type Role } from '#libs/commands';
import { dayOf, type Clock } from '#libs/kernel';
import { AUTHENTICATOR, CLOCK } from '../tokens.ts';
import type { ViewedRequest, Viewer } from '../viewer.ts';
import type { Authenticator, Claims } from './authenticator.ts';

const PUBLIC = 'grappe:public';
const ROLES = 'grappe:roles';

/** A route that needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** A route for these roles only; without it every valid token may read. */
export const RequireRoles = (...roles: readonly Role[]) => SetMetadata(ROLES, roles);

/** Wants a valid token on every route that is not public and leaves the viewer on the request. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest & ViewedRequest>();
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) {
      request.viewer = viewerOf({ sub: 'anonymous', roles: [], clusters: [] }, this.clock);
      return true;
    }
    const claims = await this.authenticator.authenticate(request.headers.authorization);
    request.viewer = viewerOf(claims, this.clock);
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets);
    if (roles !== undefined) requireRole(request.viewer, roles);
    return true;
  }
}

export function viewerOf(claims: Claims, clock: Clock): Viewer {
  return {
    subject: claims.sub,
    roles: claims.roles,
    clusters: claims.clusters,
    mayReadEmbargoed: claims.roles.includes('admin') || claims.roles.includes('auditor'),
    today: dayOf(clock.now()),
  };
}
