"""BIP-340 verification over secp256k1, from the text of the BIP. For checking public data only: not constant-time."""

import functools
import hashlib

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    """The sum of two points; None is the point at infinity."""
    if a is None or b is None:
        return b if a is None else a
    (ax, ay), (bx, by) = a, b
    if ax == bx:
        if ay != by:
            return None
        slope = 3 * ax * ax * pow(2 * ay, -1, P) % P
    else:
        slope = (by - ay) * pow(bx - ax, -1, P) % P
    x = (slope * slope - ax - bx) % P
    return x, (slope * (ax - x) - ay) % P


def combine(a, point_a, b, point_b):
    """The sum of two multiples of points, in one pass over the bits of both."""
    choices = (None, point_a, point_b, add(point_a, point_b))
    result = None
    for bit in range(255, -1, -1):
        result = add(add(result, result), choices[(a >> bit & 1) + 2 * (b >> bit & 1)])
    return result


def lift_x(x):
    """The point with this x and an even y, or None."""
    if x >= P:
        return None
    square = (pow(x, 3, P) + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if y * y % P != square:
        return None
    return x, y if y % 2 == 0 else P - y


@functools.cache
def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    point = lift_x(int.from_bytes(public_key, "big")) if len(public_key) == 32 else None
    if point is None or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if r >= P or s >= N:
        return False
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    digest = hashlib.sha256(tag + tag + signature[:32] + public_key + message).digest()
    e = int.from_bytes(digest, "big") % N
    found = combine(s, G, N - e, point)
    return found is not None and found[1] % 2 == 0 and found[0] == r
