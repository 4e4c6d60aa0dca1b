"""Signs by Ed25519 with what securesystemslib itself carries along: on Windows no test has `cryptography`."""

import os

from securesystemslib._vendor.ed25519 import ed25519
from securesystemslib.signer import Key, SecretsHandler, Signature, Signer, SSlibKey


class Ed25519Signer(Signer):
    """A new key. Its arithmetic takes no care of who measures its time: for tests alone."""

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        self._public = bytes(ed25519.publickey_unsafe(self._secret))  # type: ignore[no-untyped-call]  # their own copy
        self._key = SSlibKey(self._public.hex(), "ed25519", "ed25519", {"public": self._public.hex()})

    @property
    def public_key(self) -> Key:
        return self._key

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> "Ed25519Signer":
        raise NotImplementedError("a test's key lies nowhere")

    def sign(self, payload: bytes) -> Signature:
        signed = bytes(ed25519.signature_unsafe(payload, self._secret, self._public))  # type: ignore[no-untyped-call]  # as above
        return Signature(self._key.keyid, signed.hex())
