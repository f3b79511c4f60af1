<?php
/**
 * Signs a session for <leaf-jd-connect>, with PHP's standard library only (8.0 and later). Not run in our tests.
 *
 * A session says for which Leaf user, and from which page, the companion may be asked. Sign one for whoever is signed in
 * to your application, and hand it to the page as {"token": ..., "expiresAt": ...}.
 */

declare(strict_types=1);

/**
 * @param string $sessionKey The first entry of SESSION_KEYS, "kid:base64url".
 * @param string $publicUrl The companion's PUBLIC_URL.
 * @param string $leafUserId The UUID of the Leaf user.
 * @param string $origin Of the page, such as "https://app.example.com".
 * @param string|null $name Shown to growers as the account that receives the data, at most 200 characters.
 * @param string[]|null $scopes Of "read", "connect", "disconnect", "organizations"; all of them when left out.
 * @param int $ttlSeconds At most 3600.
 * @return array{token: string, expiresAt: string}
 */
function leaf_connect_session(
    string $sessionKey,
    string $publicUrl,
    string $leafUserId,
    string $origin,
    ?string $name = null,
    ?array $scopes = null,
    int $ttlSeconds = 600
): array {
    [$kid, $encoded] = explode(':', $sessionKey, 2);
    $key = base64_decode(strtr($encoded, '-_', '+/'), true);
    $issued = time();
    $claims = [
        'aud' => rtrim($publicUrl, '/'),
        'sub' => $leafUserId,
        'origin' => $origin,
        'iat' => $issued,
        'exp' => $issued + $ttlSeconds,
        'jti' => bin2hex(random_bytes(16)),
    ];
    if ($name !== null) {
        $claims['name'] = $name;
    }
    if ($scopes !== null) {
        $claims['scope'] = array_values($scopes);
    }
    $encode = static fn (string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $json = static fn (array $data): string => json_encode($data, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
    $header = ['alg' => 'HS256', 'typ' => 'leaf-connect+jwt', 'kid' => $kid];
    $signed = $encode($json($header)) . '.' . $encode($json($claims));
    // HKDF-SHA256 of 32 bytes without a salt: sessions have a key of their own.
    $subKey = hash_hkdf('sha256', $key, 32, 'leaf-jd-connect session', '');
    $signature = hash_hmac('sha256', $signed, $subKey, true);
    return [
        'token' => $signed . '.' . $encode($signature),
        'expiresAt' => gmdate('Y-m-d\TH:i:s\Z', $claims['exp']),
    ];
}
