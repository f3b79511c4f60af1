/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `leaf-jd-connect: the companion of <leaf-jd-connect>

  leaf-jd-connect serve
      Serves the companion, configured by environment variables.

  leaf-jd-connect token --leaf-user ID --origin URL [--ttl 10m] [--name TEXT]
      Prints a session token for one Leaf user on pages of one origin, for at most 60 minutes.
      Reads PUBLIC_URL, ALLOWED_ORIGINS and SESSION_KEYS.

  leaf-jd-connect keygen
      Prints a new key for SESSION_KEYS.

  leaf-jd-connect app-keys list|add|remove [--name APP]
      Says under which names Leaf keeps keys of your application, gives it those of JD_CLIENT_KEY and
      JD_CLIENT_SECRET, or has it forget them. For JD_FLOW=provider-connections. Reads the access to Leaf and,
      but for list, JD_ENVIRONMENT, and JD_APP_NAME unless there is a name.

  leaf-jd-connect doctor [--leaf-user ID] [--mint] [--json]
      Checks the configuration of serve and asks Leaf whether it works, one line a check. With a Leaf user,
      also reads all that there is about them; with --mint, also asks for a sign-in URL and for a Magic Link,
      which is deleted again. Exits with 1 when there is a fault, and with 78 when it is in the configuration.

  leaf-jd-connect --help
`;
