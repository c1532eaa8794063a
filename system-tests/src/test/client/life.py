"""A farmer, his node and a renter, written from the documents and sharing no code with Pulse.

usage: life.py STEP STATE.json    where STATE.json begins as {"market": URL, "ingest": URL, "ledger": URL}

Each step does one thing, asks again while a server is away, and ends with 0 once it is done; run again, it finds it done.
Needs Python 3 and its cryptography package, nothing else.
"""

import base64
import hashlib
import json
import os
import struct
import sys
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PATIENCE_S = 120
SPORE = 10**18
NODE = "outsider-1"
FARM = "outside"
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class Refused(Exception):
    """Somebody said no, and asking again will not help."""


class Away(Exception):
    """Nobody said anything that counts: to be asked again."""


# --- keys and encodings


class Key:
    def __init__(self, seed):
        self.private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        raw = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.raw = raw
        self.account = raw.hex()
        self.text = "ed25519:" + base58(raw)

    def sign(self, message):
        return self.private.sign(message)


def base58(data):
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = DIGITS[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def unbase58(text):
    number = 0
    for digit in text:
        number = number * 58 + DIGITS.index(digit)
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip("1"))) + body


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signature(key, document):
    return base64.b64encode(key.sign(hashlib.sha256(canonical(document)).digest())).decode()


def text(value):
    data = value.encode()
    return struct.pack("<I", len(data)) + data


# --- HTTP


def send(method, url, body=None, token=None):
    """The status and the JSON of an answer; Away when there is none, or one that asks to come again."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=45) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refusal:
        payload = refusal.read()
        if refusal.code in (429, 500, 502, 503, 504):
            raise Away("%s: %d %s" % (url, refusal.code, payload[:300])) from None
        return refusal.code, json.loads(payload or b"null")
    except (OSError, ValueError) as failure:
        raise Away("%s: %r" % (url, failure)) from None


def patiently(what):
    """Does something, again and again while somebody is away."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return what()
        except Away as away:
            if time.monotonic() > end:
                raise SystemExit("gave up: %s" % away)
            time.sleep(0.5)


def expect(answer, *statuses):
    if answer[0] not in statuses:
        raise Refused("%d %s" % (answer[0], json.dumps(answer[1])))
    return answer[1]


# --- the ledger: NEAR's JSON-RPC


class Ledger:
    def __init__(self, url):
        self.url = url

    def rpc(self, method, params):
        answer = expect(
            send("POST", self.url, {"jsonrpc": "2.0", "id": "x", "method": method, "params": params}), 200
        )
        if "error" in answer:
            cause = json.dumps(answer["error"])
            if "INTERNAL_ERROR" in cause or "TIMEOUT_ERROR" in cause:
                raise Away(cause)
            raise Refused(cause)
        return answer["result"]

    def view(self, contract, method, **arguments):
        result = self.rpc(
            "query",
            {
                "request_type": "call_function",
                "finality": "final",
                "account_id": contract,
                "method_name": method,
                "args_base64": base64.b64encode(json.dumps(arguments).encode()).decode(),
            },
        )
        return json.loads(bytes(result["result"]) or b"null")

    def faucet(self, account):
        self.rpc("devnet_faucet", {"account_id": account})

    def call(self, key, contract, method, **arguments):
        """Signed once and handed over until there is word of it: its nonce lets it through once."""
        access = patiently(
            lambda: self.rpc(
                "query",
                {
                    "request_type": "view_access_key",
                    "finality": "optimistic",
                    "account_id": key.account,
                    "public_key": key.text,
                },
            )
        )
        data = json.dumps(arguments).encode()
        action = b"\x02" + text(method) + struct.pack("<I", len(data)) + data
        action += struct.pack("<Q", 100 * 10**12) + (0).to_bytes(16, "little")
        body = text(key.account) + b"\0" + key.raw + struct.pack("<Q", access["nonce"] + 1)
        body += text(contract) + unbase58(access["block_hash"]) + struct.pack("<I", 1) + action
        digest = hashlib.sha256(body).digest()
        signed = base64.b64encode(body + b"\0" + key.sign(digest)).decode()

        def hand_over():
            try:
                return self.rpc("send_tx", {"signed_tx_base64": signed, "wait_until": "EXECUTED"})
            except Refused as refused:
                if "InvalidNonce" not in str(refused):
                    raise
                # Handed over before: what became of it?
                return self.rpc(
                    "tx",
                    {
                        "tx_hash": base58(digest),
                        "sender_account_id": key.account,
                        "wait_until": "EXECUTED",
                    },
                )

        status = patiently(hand_over)["status"]
        if "SuccessValue" not in status:
            raise Refused(json.dumps(status))
        return json.loads(base64.b64decode(status["SuccessValue"]) or b"null")


# --- somebody who is signed in (NEP-413)


def sign_in(market, key):
    challenge = expect(
        send("POST", market + "/api/session/challenge", {"account_id": key.account}), 200
    )
    tag = struct.pack("<I", 2147484061)
    body = tag + text(challenge["message"]) + base64.b64decode(challenge["nonce"])
    body += text(challenge["recipient"]) + b"\0"
    answer = {
        "account_id": key.account,
        "public_key": key.text,
        "nonce": challenge["nonce"],
        "signature": base64.b64encode(key.sign(hashlib.sha256(body).digest())).decode(),
        "bearer": True,
    }
    return expect(send("POST", market + "/api/session", answer), 200)["token"]


# --- the steps


class Life:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.state = json.load(file)
        self.market = self.state["market"]
        self.ingest = self.state["ingest"]
        self.ledger = Ledger(self.state["ledger"])

    def keep(self, **more):
        self.state.update(more)
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(self.state, file)
        os.replace(self.path + ".new", self.path)

    def key(self, name):
        if name not in self.state:
            self.keep(**{name: os.urandom(32).hex()})
        return Key(self.state[name])

    def document(self, **more):
        info = patiently(lambda: expect(send("GET", self.market + "/api/v1/market"), 200))
        document = {
            "node_id": NODE,
            "node_account": self.key("node").account,
            "timestamp": int(time.time()),
            "audience": info["audience"],
            "marketplace": info["name"],
        }
        document.update(more)
        return document

    def as_somebody(self, name, method, path, body=None):
        """Signs in and asks: a session ends with the process that gave it."""
        return patiently(
            lambda: send(method, self.market + path, body, sign_in(self.market, self.key(name)))
        )

    def node(self):
        return expect(send("GET", self.market + "/api/v1/nodes/" + NODE), 200)["node"]

    def until(self, holds):
        """Waits until the explorer says so of the node."""

        def look():
            node = self.node()
            if not holds(node):
                raise Away(json.dumps(node))
            return node

        return patiently(look)

    # The farmer makes a farm.
    def farm(self):
        key = self.key("farmer")
        patiently(lambda: self.ledger.faucet(key.account))
        if patiently(lambda: self.ledger.view("hosting.dev.hero", "farm_get", farm_id=FARM)) is None:
            self.ledger.call(key, "hosting.dev.hero", "farm_create", farm_id=FARM, name="Outside")

    # The node registers itself in it.
    def register(self):
        key = self.key("node")
        patiently(lambda: self.ledger.faucet(key.account))
        self.ledger.call(key, "hosting.dev.hero", "node_register", node_id=NODE, farm_id=FARM)

    # It pairs.
    def pair(self):
        def ask():
            document = self.document(
                path="/api/nodes/pair",
                farmer_account=self.key("farmer").account,
                farm_id=FARM,
                hostname="höst-1",
                mycelium_ip="46a:52b7::77",
                specs={"cpu_cores": 16, "ram_gb": 64, "disk_gb": 2000, "gpu_count": 0},
            )
            document["signature"] = signature(self.key("node"), document)
            return expect(send("POST", self.market + "/api/nodes/pair", document), 200, 201)

        patiently(ask)

    # It heartbeats, until it is ended. What runs on it is what it was told to serve.
    def beat(self):
        last = 0
        while True:
            with open(self.path, encoding="utf-8") as file:
                self.state = json.load(file)
            last = max(last + 1, int(time.time()))
            document = {
                "node_id": NODE,
                "node_account": self.key("node").account,
                "timestamp": last,
                "hostname": "höst-1",
                "running_vms": self.state.get("running", 0),
                "capacity": {"cpu_cores": 16, "ram_gb": 64, "disk_gb": 2000, "slices_total": 15},
                "region": "eu",
            }
            document["signature"] = signature(self.key("node"), document)
            try:
                send("POST", self.ingest + "/v1/heartbeats", document)
            except Away:
                pass
            time.sleep(1)

    # The farmer sees it waiting.
    def pending(self):
        def look():
            token = sign_in(self.market, self.key("farmer"))
            page = expect(send("GET", self.market + "/api/dashboard/nodes/pending", token=token), 200)
            if [node["node_id"] for node in page["nodes"]] != [NODE]:
                raise Away(json.dumps(page))

        patiently(look)

    # He publishes it.
    def publish(self):
        path = "/api/dashboard/nodes/%s/publish" % NODE
        expect(self.as_somebody("farmer", "POST", path, {"template": "basic"}), 200)

    # A renter finds it.
    def search(self):
        def look():
            page = expect(
                send("GET", self.market + "/api/v1/nodes?rentable=true&region=eu"), 200
            )
            if [node["node_id"] for node in page["nodes"]] != [NODE]:
                raise Away(json.dumps(page))

        patiently(look)

    # He lets the marketplace spend some of his SPORE.
    def approve(self):
        key = self.key("renter")
        patiently(lambda: self.ledger.faucet(key.account))
        info = patiently(lambda: expect(send("GET", self.market + "/api/v1/market"), 200))
        self.ledger.call(
            key, "spore.dev.hero", "approve", spender=info["operator"], amount=str(1000 * SPORE)
        )

    # He rents two slices; the same request again is the same reservation.
    def reserve(self):
        wish = {"node_id": NODE, "slices": 2, "hours": 3, "request_id": "outside-1"}

        def ask():
            answer = send(
                "POST", self.market + "/api/reservations", wish, sign_in(self.market, self.key("renter"))
            )
            if answer[0] == 409 and answer[1]["error"] == "not_online":
                raise Away(json.dumps(answer[1]))
            return expect(answer, 200, 201)

        made = patiently(ask)["reservation"]
        if not made["open"]:
            raise Refused(json.dumps(made))
        self.keep(reservation=made["reservation_id"])

    # The node learns whom it is to serve, and does.
    def run(self):
        def ask():
            document = self.document(path="/api/nodes/reservations", wait_s=0)
            document["signature"] = signature(self.key("node"), document)
            answer = expect(send("POST", self.market + "/api/nodes/reservations", document), 200)
            if [one["reservation_id"] for one in answer["reservations"]] != [self.state["reservation"]]:
                raise Away(json.dumps(answer))
            return answer["reservations"][0]

        served = patiently(ask)
        if served["slices"] != 2 or served["renter_account"] != self.key("renter").account:
            raise Refused(json.dumps(served))
        self.keep(running=1)
        self.until(lambda node: node["running_vms"] == 1 and node["lifecycle"] == "reserved")

    # He gives them back, and is paid the hours that had not begun.
    def release(self):
        path = "/api/reservations/%s/release" % self.state["reservation"]
        released = expect(self.as_somebody("renter", "POST", path, {}), 200)["reservation"]
        if released["open"] or int(released["earned"]) != 2 * 60 * SPORE:
            raise Refused(json.dumps(released))
        self.keep(running=0)
        self.until(lambda node: node["lifecycle"] == "published" and node["running_vms"] == 0)

    # Its key is changed: on the ledger first, then where heartbeats are proved. What is rented stays rented.
    def rotate(self):
        old, new = self.key("node"), self.key("next")
        registered = patiently(
            lambda: self.ledger.view("hosting.dev.hero", "node_get", node_id=NODE)
        )
        if registered["identity"] != new.account:
            agreed = "pulse:rotate:%s:%s:%s" % (NODE, old.account, new.account)
            patiently(lambda: self.ledger.faucet(new.account))
            self.ledger.call(
                old,
                "hosting.dev.hero",
                "node_rotate_identity",
                node_id=NODE,
                new_identity=new.account,
                signature=base64.b64encode(
                    new.sign(hashlib.sha256(agreed.encode()).digest())
                ).decode(),
            )

        def ask():
            document = self.document(path="/api/nodes/rotate", new_account=new.account)
            both = signature(old, document), signature(new, document)
            document["signature"], document["new_signature"] = both
            return expect(send("POST", self.market + "/api/nodes/rotate", document), 200)

        patiently(ask)
        self.keep(node=self.state["next"], former=self.state["node"])
        self.until(lambda node: node["account"] == new.account and node["status"] == "online")

    # Another one, for longer: it is to be there when everything but the ledger was lost.
    def again(self):
        wish = {"node_id": NODE, "slices": 1, "hours": 5, "request_id": "outside-2"}

        def ask():
            answer = send(
                "POST", self.market + "/api/reservations", wish, sign_in(self.market, self.key("renter"))
            )
            if answer[0] == 409 and answer[1]["error"] == "not_online":
                raise Away(json.dumps(answer[1]))
            return expect(answer, 200, 201)

        patiently(ask)
        self.until(lambda node: node["lifecycle"] == "reserved")

    # What everybody can see of it, and what it cost: the same at the end, whatever was killed in between.
    def summary(self):
        node = self.until(lambda node: node["status"] == "online")
        market = node["market"]
        mine = expect(self.as_somebody("renter", "GET", "/api/reservations"), 200)
        accounts = {self.key(name).account: name for name in ("farmer", "node", "renter")}
        balance = {
            name: patiently(
                lambda name=name: self.ledger.view(
                    "spore.dev.hero", "balance", account_id=self.key(name).account
                )
            )
            for name in ("farmer", "renter")
        }
        print(
            json.dumps(
                {
                    "account": accounts[node["account"]],
                    "lifecycle": node["lifecycle"],
                    "farmer": accounts[market["farmer_account"]],
                    "farm": market["farm_id"],
                    "price": market["price_per_hour"],
                    "template": market["template"],
                    "slices": market["slices"],
                    "free": market["free_slices"],
                    "held": market["reservations"],
                    "reservations": [
                        [one["slices"], one["hours"], one["amount"], one["open"]]
                        for one in mine["reservations"]
                    ],
                    "balance": balance,
                },
                sort_keys=True,
            )
        )


if __name__ == "__main__":
    try:
        getattr(Life(sys.argv[2]), sys.argv[1])()
    except Refused as refusal:
        sys.exit("refused: %s" % refusal)
