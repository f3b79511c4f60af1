"""Signs a session for <leaf-jd-connect>, with Python's standard library only (3.8 and later).

A session says for which Leaf user, and from which page, the companion may be asked. Sign one for whoever is signed in
to your application, and hand it to the page as {"token": ..., "expiresAt": ...}.
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from datetime import datetime, timezone


def create_session(session_key, public_url, leaf_user_id, origin, name=None, scopes=None, ttl_seconds=600):
    """session_key: the first entry of SESSION_KEYS, "kid:base64url". public_url: the companion's PUBLIC_URL.
    leaf_user_id: the UUID of the Leaf user. origin: of the page, such as "https://app.example.com".
    name: shown to growers as the account that receives the data, at most 200 characters.
    scopes: of "read", "connect", "disconnect", "organizations"; all of them when left out. ttl_seconds: at most 3600.
    """
    kid, _, encoded = session_key.partition(":")
    key = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    issued = int(time.time())
    claims = {
        "aud": public_url.rstrip("/"),
        "sub": str(uuid.UUID(leaf_user_id)),
        "origin": origin,
        "iat": issued,
        "exp": issued + ttl_seconds,
        "jti": str(uuid.uuid4()),
    }
    if name is not None:
        claims["name"] = name
    if scopes is not None:
        claims["scope"] = list(scopes)
    header = {"alg": "HS256", "typ": "leaf-connect+jwt", "kid": kid}
    signed = _encode(json.dumps(header).encode()) + "." + _encode(json.dumps(claims).encode())
    signature = hmac.new(_hkdf(key, b"leaf-jd-connect session"), signed.encode(), hashlib.sha256).digest()
    expires = datetime.fromtimestamp(claims["exp"], timezone.utc).isoformat().replace("+00:00", "Z")
    return {"token": signed + "." + _encode(signature), "expiresAt": expires}


def _hkdf(key, info):
    """HKDF-SHA256 (RFC 5869) of 32 bytes without a salt: sessions have a key of their own."""
    extracted = hmac.new(bytes(32), key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
