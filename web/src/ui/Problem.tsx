import type { ApiError } from '../api/client';

/** Why there is nothing to see. */
export const Problem = ({ error }: { error: ApiError }) => <p class="notice" role="alert">{error.message}</p>;
