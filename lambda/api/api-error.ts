import type { Problem } from './answers.ts';

const TWILIO_ERRORS = 'https://www.twilio.com/docs/errors';

/** What cannot be answered, by Twilio's code and HTTP status. Its message is for whoever asked. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: 400 | 401 | 403 | 404 | 405 | 429 | 500 | 503;
  /** Seconds after which to ask again, where that helps. */
  readonly retryAfter: number | undefined;

  constructor(status: ApiError['status'], code: number, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get body(): Problem {
    const { code, message, status } = this;
    return { code, message, more_info: `${TWILIO_ERRORS}/${code}`, status };
  }
}

/** https://www.twilio.com/docs/api/errors/17400 */
export const badParameter = (message: string): ApiError => new ApiError(400, 17400, message);
/** https://www.twilio.com/docs/api/errors/20001 */
export const pageTokenRequired = (): ApiError =>
  new ApiError(400, 20001, 'PageToken is required for paging. Page selects nothing: follow meta.next_page_url');
/** https://www.twilio.com/docs/api/errors/20003 */
export const notAuthenticated = (): ApiError => new ApiError(401, 20003, 'Authenticate');
/** https://www.twilio.com/docs/api/errors/20403 */
export const forbidden = (message: string): ApiError => new ApiError(403, 20403, message);
/** https://www.twilio.com/docs/api/errors/20404 */
export const notFound = (path: string): ApiError =>
  new ApiError(404, 20404, `The requested resource ${path} was not found`);
/** https://www.twilio.com/docs/api/errors/20004 */
export const methodNotAllowed = (): ApiError => new ApiError(405, 20004, 'Method not allowed');
/** https://www.twilio.com/docs/api/errors/20429 */
export const tooManyRequests = (message: string, retryAfter: number): ApiError =>
  new ApiError(429, 20429, message, retryAfter);
/** https://www.twilio.com/docs/api/errors/20500 */
export const internalError = (): ApiError => new ApiError(500, 20500, 'Internal server error');
/** https://www.twilio.com/docs/api/errors/20503 */
export const notYet = (message: string, retryAfter: number): ApiError => new ApiError(503, 20503, message, retryAfter);
export const noArchive = (): ApiError =>
  new ApiError(404, 20404, 'This stack has no archive, which trends are made of. archive=on makes one');
