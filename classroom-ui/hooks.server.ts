import type { Handle } from '@sveltejs/kit/hooks';

/**
 * Pages are the same empty shell for everybody; what they may load and who may frame them is said here. What every answer says
 * besides stands in `engine/api/response-headers.ts`.
 */
export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const policy = response.headers.get('content-security-policy');
  if (policy) response.headers.set('content-security-policy', `${policy}; frame-ancestors 'self'`);
  return response;
};
