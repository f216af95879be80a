"""The signature of a WACZ (WACZ Signing and Verification 0.1.0, anonymous signature).

The format asks for ECDSA and allows no other property, so the archive's own
Ed25519 key cannot sign here. A key is drawn for each package and thrown
away: the signature shows that nothing was changed since, not whose package
it is. Whose it is follows from the proofs, and from the certificate that
names this key and the digest of the file.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

COORDINATE_BYTES = 48
VERSION = "0.1.0"


class SignedData(msgspec.Struct, frozen=True):
    """Who signed what, in the words of the format."""

    hash: str
    created: str
    software: str
    version: str
    signature: str
    publicKey: str  # noqa: N815 - the name the format has


class DataPackageDigest(msgspec.Struct, frozen=True):
    """``datapackage-digest.json``."""

    path: str
    hash: str
    signedData: SignedData  # noqa: N815 - the name the format has


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """The file that signs a package, and the SHA-256 of the key that signed it."""

    digest_file: bytes
    key_sha256: str


def sign_package(package: bytes, created: str, software: str) -> SignedPackage:
    """Sign ``datapackage.json``, with P-384 and SHA-256 as ReplayWeb.page reads it."""
    hashed = f"sha256:{hashlib.sha256(package).hexdigest()}"
    key = ec.generate_private_key(ec.SECP384R1())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    first, second = decode_dss_signature(key.sign(hashed.encode(), ec.ECDSA(SHA256())))
    # Web Crypto writes the two numbers one after the other, not as ASN.1.
    signature = b"".join(number.to_bytes(COORDINATE_BYTES, "big") for number in (first, second))
    data = DataPackageDigest(
        path="datapackage.json",
        hash=hashed,
        signedData=SignedData(
            hash=hashed,
            created=created,
            software=software,
            version=VERSION,
            signature=b64encode(signature).decode(),
            publicKey=b64encode(public).decode(),
        ),
    )
    return SignedPackage(
        msgspec.json.format(msgspec.json.encode(data)) + b"\n", hashlib.sha256(public).hexdigest()
    )
