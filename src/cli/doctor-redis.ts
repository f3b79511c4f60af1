/** Whether the Redis of `REDIS_URL` answers. Nothing breaks without it, so that its absence would go unnoticed. */
import type { Finding } from './doctor-finding.js';
import { connectRedis } from './redis.js';

const TRIES = 20;
const PAUSE_MS = 100;

/** Throws `ConfigurationError` where `ioredis` is not installed. */
export async function checkRedis(url: string | undefined): Promise<Finding[]> {
  if (url === undefined) return [];
  const check = 'redis';
  const { client, close } = connectRedis(url);
  try {
    // The client keeps no command for when it is connected, so it is asked again until it is.
    for (let tried = 0; tried < TRIES; tried += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const answered = await client.set('leaf-jd-connect:doctor', '1', 'PX', 1, 'NX').then(
        () => true,
        () => false,
      );
      if (answered) return [{ check, result: 'ok', message: 'it answers' }];
    }
  } finally {
    close();
  }
  const message =
    'the Redis of REDIS_URL does not answer, or refuses us: until it does, each instance counts for itself';
  return [{ check, result: 'warning', message }];
}
