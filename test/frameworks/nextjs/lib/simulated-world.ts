/** Options of the companion for a Leaf and a John Deere that are played on this machine. */
import type { LeafConnectOptions } from 'leaf-jd-connect/server';

export function simulatedWorld(env: Record<string, string>): Partial<LeafConnectOptions> {
  const { LEAF_USERNAME: username = '', LEAF_PASSWORD: password = '', LEAF_URL: leafUrl = '', DEERE_URL = '' } = env;
  return {
    leaf: { username, password, apiUrl: leafUrl },
    signInOrigins: [DEERE_URL],
    managementOrigins: [DEERE_URL],
    messageOrigins: [leafUrl],
  };
}
