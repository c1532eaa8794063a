"""Writes pairings as an agent in Python signs them: python3 pairings.py > ../resources/pairings.json

Needs the package cryptography. The canonical payload is json.dumps' and the signature the package's own.
"""
import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def key(name):
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def account(private):
    return private.public_key().public_bytes_raw().hex()


NODE = key("pairing node")
FARMER = account(key("pairing farmer"))
FULL = {
    "node_id": "node-0001",
    "node_account": account(NODE),
    "farmer_account": FARMER,
    "farm_id": "green",
    "timestamp": 1790000000,
    "audience": "devnet",
    "path": "/api/nodes/pair",
    "hostname": "höst-1",
    "mycelium_ip": "46a:52b7::1",
    "specs": {"ram_gb": 64, "cpu_cores": 16, "gpu_count": 1, "disk_gb": 2000,
              "gpus": [{"vendor": "nvidia", "model": "L4 🌱", "vram_gb": 24}]},
}
CASES = {
    "everything": FULL,
    "no more than is needed": {k: FULL[k] for k in ("node_id", "node_account", "farmer_account", "timestamp")},
    "fields nobody knows": FULL | {"zeta": [1, {"b": "\u0001", "a": None}], "specs": {"ram_gb": 8, "new": {"y": [], "x": True}}},
    "keys past the basic plane": FULL | {"\uff5e": 1, "🌱": 2},
}


def case(name, document):
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signature = NODE.sign(hashlib.sha256(canonical).digest())
    sent = document | {"signature": base64.b64encode(signature).decode()}
    return {"name": name, "body": json.dumps(sent, indent=1), "canonical": canonical.hex()}


print(json.dumps({"node": account(NODE), "farmer": FARMER, "cases": [case(*c) for c in CASES.items()]}, indent=1))
