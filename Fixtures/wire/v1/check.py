#!/usr/bin/env python3
"""Reads the golden files as Protocol/*.md describe them, and computes everything anew.

Written from the specification alone, with the standard library alone: where this fails, either the
text or the program is wrong. Run it without arguments; it prints one line a check.
"""
import base64, hashlib, json, os, struct, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def load(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


def check(what, found, expected):
    assert found == expected, f"{what}: {found!r} is not {expected!r}"
    print("ok", what)


def tagged(tag, *parts):
    return hashlib.sha256(tag.encode() + b"\0" + b"".join(parts)).digest()


def u64(number):
    return struct.pack(">Q", number)


def framed(scope):
    return bytes([len(scope.encode())]) + scope.encode()


# Protocol Buffers: a message as {field number: [contents]}


def varint(data, place):
    number = shift = 0
    while True:
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, place


def message(data):
    fields, place = {}, 0
    while place < len(data):
        key, place = varint(data, place)
        if key & 7 == 0:
            content, place = varint(data, place)
        else:
            assert key & 7 == 2
            count, place = varint(data, place)
            content, place = data[place:place + count], place + count
        fields.setdefault(key >> 3, []).append(content)
    return fields


def one(fields, number, default=0):
    return fields.get(number, [default])[0]


def signed(number):
    return number >> 1 if number & 1 == 0 else -(number >> 1) - 1


def value(data):
    """A value as (rank, content), which Python compares in the order of values."""
    fields = message(data)
    if 1 in fields: return (1, one(fields, 1) != 0)
    if 2 in fields: return (2, signed(one(fields, 2)))
    if 3 in fields: return (3, one(fields, 3))
    if 4 in fields: return (4, tuple(value(each) for each in message(one(fields, 4)).get(1, [])))
    if 5 in fields:
        pairs = [message(each) for each in message(one(fields, 5)).get(1, [])]
        return (5, tuple((one(pair, 1, b""), value(one(pair, 2, b""))) for pair in pairs))
    return (0, None)


# 1-causality


class Change:
    pass


def walk(scope, replica, sealed, known):
    """Opens a feed as far as its contexts are known; `known` maps dots to Lamport numbers."""
    hash_, lamport, context = tagged("zssync/1 feed", framed(scope), replica), 0, {}
    changes = []
    for seq, (header, body_digest, body) in enumerate(sealed, 1):
        fields = message(header)
        context = dict(context)
        if seq > 1: context[replica] = seq - 1
        for entry in map(message, fields.get(3, [])):
            context[one(entry, 1)] = one(entry, 2)
            if one(entry, 2) == 0: del context[one(entry, 1)]
        if any(dot not in known for dot in context.items() if dot[0] != replica): break
        gap = one(fields, 2)
        lamport, previous = lamport + gap + 1, lamport
        right = 1 + max([previous] + [known[dot] for dot in context.items()])
        assert lamport == right, f"Lamport number of change {seq}: {lamport}, not {right}"
        known[(replica, seq)] = lamport
        hash_ = tagged("zssync/1 change", hash_, struct.pack(">I", len(header)), header, body_digest)
        change = Change()
        change.stamp, change.context, change.hash = (lamport, replica, seq), context, hash_
        change.record, change.body = one(fields, 1), body
        changes.append(change)
    return changes


def is_held(stamp, context):
    return stamp[2] <= context.get(stamp[1], 0)


# 2-records


class Field:
    def __init__(self):
        self.siblings, self.stamps, self.counter, self.lines = {}, {}, 0, []


class Record:
    def __init__(self):
        self.claims, self.fields, self.kind = {}, {}, None


def write(siblings, content, change):
    for stamp in [stamp for stamp in siblings if is_held(stamp, change.context)]:
        del siblings[stamp]
    siblings[change.stamp] = content


def apply(record, change):
    body = message(change.body)
    record.kind = one(body, 1)
    mutations = [message(each) for each in body.get(6, [])]
    write(record.claims, int(any(6 in mutation for mutation in mutations)), change)
    for mutation in mutations:
        action = max(mutation)
        if action > 5: continue
        content = message(mutation[action][0])
        field = record.fields.setdefault(one(content, 1), Field())
        if action == 1: write(field.siblings, value(one(content, 2, b"")), change)
        if action == 4: field.counter += signed(one(content, 2))
        if action not in (2, 3, 5): continue
        for element in map(value, content.get(2, [])):
            if action == 5:
                field.lines.append((change.stamp, element))
                continue
            stamps = [s for s in field.stamps.pop(element, [])
                      if s != change.stamp and not is_held(s, change.context)]
            if action == 2: stamps.append(change.stamp)
            if stamps: field.stamps[element] = sorted(stamps)


def number(count):
    result = bytearray()
    while count >= 0x80:
        result.append(count & 0x7F | 0x80)
        count >>= 7
    return bytes(result) + bytes([count])


def text(utf8):
    return number(len(utf8)) + utf8


def stamp_bytes(stamp):
    return stamp[1] + number(stamp[2]) + number(stamp[0])


def value_bytes(value):
    rank, content = value
    if rank == 0: return b"\0"
    if rank == 1: return b"\2" if content else b"\1"
    if rank == 2: return b"\3" + number(2 * content if content >= 0 else -2 * content - 1)
    if rank == 3: return b"\4" + text(content)
    if rank == 4: return b"\5" + number(len(content)) + b"".join(map(value_bytes, content))
    return b"\6" + number(len(content)) + b"".join(
        text(name) + value_bytes(each) for name, each in sorted(content))


def canonical(identity, record):
    parts = [identity, text(record.kind), number(len(record.claims))]
    for stamp, claim in sorted(record.claims.items()):
        parts += [stamp_bytes(stamp), bytes([claim])]
    for name, field in sorted(record.fields.items()):
        if not (field.siblings or field.stamps or field.counter or field.lines): continue
        parts += [text(name), number(len(field.siblings))]
        for stamp, content in sorted(field.siblings.items()):
            parts += [stamp_bytes(stamp), value_bytes(content)]
        parts.append(number(len(field.stamps)))
        for element, stamps in sorted(field.stamps.items()):
            parts += [value_bytes(element), number(len(stamps))] + list(map(stamp_bytes, stamps))
        parts += [value_bytes((2, field.counter)), number(len(field.lines))]
        # Sorting keeps the order of lines of one change.
        for stamp, line in sorted(field.lines, key=lambda each: each[0]):
            parts += [stamp_bytes(stamp), value_bytes(line)]
    return b"".join(parts)


# 4-identity


def as_number(data):
    whole = int.from_bytes(data, "big")
    return "".join(BASE32[whole >> shift & 31] for shift in range(125, -1, -5))


def as_bytes(text):
    return sum(BASE32.index(letter) << 5 * place for place, letter in enumerate(reversed(text))).to_bytes(16, "big")


def as_bits(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(BASE32[int(bits[place:place + 5], 2)] for place in range(0, len(bits), 5))


P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GX = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296


def point(x, is_odd):
    y = pow(x**3 - 3 * x + B, (P + 1) // 4, P)
    return (x, y if y & 1 == is_odd else P - y)


def plus(left, right):
    if left is None or right is None: return left or right
    if left[0] == right[0]:
        if (left[1] + right[1]) % P == 0: return None
        slope = (3 * left[0]**2 - 3) * pow(2 * left[1], -1, P)
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, P)
    x = (slope**2 - left[0] - right[0]) % P
    return (x, (slope * (left[0] - x) - left[1]) % P)


def times(count, each):
    result = None
    while count:
        if count & 1: result = plus(result, each)
        each, count = plus(each, each), count >> 1
    return result


def is_signed(key, data, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    inverse = pow(s, -1, N)
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    signer = point(int.from_bytes(key[1:], "big"), key[0] & 1)
    # The base point's y is odd.
    sum_ = plus(times(digest * inverse % N, point(GX, 1)), times(r * inverse % N, signer))
    return sum_ is not None and sum_[0] % N == r


def signable(scope, replica, seq, last):
    """The bytes of a checkpoint that its author signs."""
    return b"zssync/1 checkpoint\0" + framed(scope) + replica + u64(seq) + last


def feeds():
    golden, known, done = json.loads(load("feeds.json")), {}, {}
    unhex = bytes.fromhex
    sealed = {}
    for feed in golden:
        key, replica = unhex(feed["publicKey"]), unhex(feed["replica"])
        check("replica id", tagged("zssync/1 replica", key, u64(feed["epoch"]))[:16], replica)
        check("device id", as_number(tagged("zssync/1 device", key)[:16]), feed["device"])
        genesis = tagged("zssync/1 feed", framed(feed["scope"]), replica)
        check("genesis hash", genesis.hex(), feed["genesis"])
        sealed[replica] = []
        for entry in feed["entries"]:
            body = unhex(entry["body"])
            digest = tagged("zssync/1 body", unhex(entry["salt"]), body)
            assert digest.hex() == entry["bodyDigest"]
            sealed[replica].append((unhex(entry["header"]), digest, body))
    # Feeds that have seen each other open in turns.
    for _ in range(8):
        for feed in golden:
            replica = unhex(feed["replica"])
            done[replica] = walk(feed["scope"], replica, sealed[replica], known)
    for feed in golden:
        replica = unhex(feed["replica"])
        changes = done[replica]
        check("chain", [each.hash.hex() for each in changes],
              [entry["hash"] for entry in feed["entries"]])
        check("Lamport numbers", [each.stamp[0] for each in changes],
              [entry["lamport"] for entry in feed["entries"]])
        check("contexts", [{name.hex(): seq for name, seq in each.context.items()}
                           for each in changes], [entry["context"] for entry in feed["entries"]])
        check("records", [as_number(each.record) for each in changes],
              [entry["record"] for entry in feed["entries"]])
        signed_ = signable(feed["scope"], replica, len(changes), changes[-1].hash)
        check("checkpoint", signed_.hex(), feed["checkpointBytes"])
        check("signature", is_signed(unhex(feed["publicKey"]), signed_, unhex(feed["signature"])),
              True)
    return golden, sealed, done


def dictionary():
    """What every segment's stream may refer to (3-sync, "Segments")."""
    path = os.path.join(HERE, "../../../Protocol/names-1.txt")
    with open(path, encoding="utf-8") as file:
        names = [line.encode() for line in file.read().split()]
    return b"".join(b"\n" + bytes([len(name)]) + name + b"\x12" for name in reversed(names))


def digits(number):
    """The varint of `number`."""
    out = b""
    while number >= 0x80:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def counted(content):
    return digits(len(content)) + content


def bodies(batch):
    """The bodies of a batch, those in columns put together (3-sync, "Columns")."""
    if 5 not in batch:
        return batch[3]
    columns = message(one(batch, 5))
    whole, rest, times = list(batch.get(3, [])), list(columns[4]), [0]
    parts = [message(part) for part in columns[1]]

    def part(index):
        name, form = parts[index].get(1, [b""])[0], one(parts[index], 2)
        column = rest[index]
        number, place = varint(column, 0)
        isNumber = form in (2, 3) or form >= 8 and form % 8 == 2
        end = place if isNumber else place + number
        content, rest[index] = column[0 if isNumber else place:end], column[end:]
        if form in (1, 4, 5):
            return bytes([form << 3 | 2]) + counted(content)
        if form == 2:
            return b"\x10" + content
        if form == 3:
            times.append(times[-1] + signed(number))
            return b"\x18" + digits(times[-1] << 1 ^ times[-1] >> 63)
        if form % 8 == 1:
            content = b"\x12" + counted(b"\x1a" + counted(content))
        if form % 8 == 2:
            content = b"\x12" + counted(b"\x10" + content)
        named = b"\n" + counted(name) if name else b""
        return b"2" + counted(bytes([form & ~7 | 2]) + counted(named + content))

    def numbers(data):
        found, place = [], 0
        while place < len(data):
            number, place = varint(data, place)
            found.append(number)
        return found

    found = []
    for number in numbers(one(columns, 3)):
        shape = numbers(columns[2][number - 1]) if number else []
        found.append(b"".join(map(part, shape)) if number else whole.pop(0))
    check("columns are used up", (whole, b"".join(rest)), ([], b""))
    return found


def segments(golden, sealed):
    for name in ["segment", "segment_erased", "segment_named", "segment_columns",
                 "segment_columns_erased"]:
        fields = message(load(f"messages/{name}.bin"))
        replica = one(fields, 2)
        plain = zlib.decompressobj(-15, zdict=dictionary()).decompress(one(fields, 9))
        check(f"{name} size", len(plain), one(fields, 8))
        batch = message(plain)
        salts = one(batch, 2)
        erased = {one(entry, 1): one(entry, 2) for entry in map(message, batch.get(4, []))}
        found = []
        for index, (header, body) in enumerate(zip(batch[1], bodies(batch))):
            salt = salts[16 * index:16 * index + 16]
            digest = erased.get(index) or tagged("zssync/1 body", salt, body)
            found.append((header, digest))
        check(f"{name} changes", found, [each[:2] for each in sealed[replica]])
        last = golden[0]["entries"][-1]
        checkpoint = message(one(fields, 7))
        check(f"{name} checkpoint", (one(checkpoint, 1), one(checkpoint, 2).hex()),
              (one(fields, 5) + one(fields, 6) - 1, last["hash"]))


def news(golden, done):
    """A question that brings a feed along, and what its receiver works out of it."""
    request = message(load("messages/frontiers_request_news.bin"))
    segment = message(one(request, 5))
    replica, checkpoint = one(segment, 2), message(one(segment, 7))
    check("news without hash", one(checkpoint, 2, b""), b"")
    scope, seq = golden[0]["scope"], one(checkpoint, 1)
    signed_ = signable(scope, replica, seq, done[replica][seq - 1].hash)
    key = bytes.fromhex(golden[0]["publicKey"])
    check("signature of news", is_signed(key, signed_, one(checkpoint, 3)), True)
    heads = b"".join(name + u64(len(changes)) + changes[-1].hash[:8]
                     for name, changes in sorted(done.items()))
    scope_digest = tagged("zssync/1 frontier", heads)[:16]
    check("digest of news", tagged("zssync/1 frontiers", framed(scope), scope_digest)[:16].hex(),
          one(request, 6).hex())


def names(golden, done):
    names, records = json.loads(load("names.json")), {}
    for change in sorted(sum(done.values(), []), key=lambda change: change.stamp):
        apply(records.setdefault(change.record, Record()), change)
    total = 0
    for shown in names["records"]:
        identity = bytes.fromhex(shown["bytes"])
        found = canonical(identity, records[identity])
        check("canonical bytes", found.hex(), shown["canonicalBytes"])
        total += int.from_bytes(hashlib.sha256(found).digest(), "little")
    check("state digest", (total % 2**256).to_bytes(32, "little").hex(), names["stateDigest"])
    heads = sorted((replica, changes[-1]) for replica, changes in done.items())
    digest = tagged("zssync/1 frontier", *[
        replica + u64(last.stamp[2]) + last.hash[:8] for replica, last in heads])[:16]
    check("frontier digest", digest.hex(), names["frontierDigest"])
    scope = golden[0]["scope"]
    check("digest over scopes", tagged("zssync/1 frontiers", framed(scope), digest)[:16].hex(),
          names["frontiersDigest"])
    check("digest over none", tagged("zssync/1 frontiers")[:16].hex(),
          names["emptyFrontiersDigest"])
    vector = b"".join(replica + u64(last.stamp[2]) for replica, last in heads)
    token = base64.urlsafe_b64encode(vector).decode().rstrip("=")
    check("base token", "b1-" + token, names["baseToken"])
    parts = [names[key] for key in
             ["conflictScope", "conflictClass", "conflictKind", "conflictRecord", "conflictField"]]
    check("conflict id", tagged("zssync/1 conflict", "\0".join(parts).encode())[:16].hex(),
          names["conflictID"])
    status = records[bytes.fromhex(names["records"][0]["bytes"])].fields[b"status"].siblings
    dots = b"".join(replica + u64(seq) for replica, seq in sorted(s[1:] for s in status))
    check("conflict version", tagged("zssync/1 candidates", dots)[:16].hex(),
          names["conflictVersion"])
    check("hub id", as_number(tagged("zssync/1 hub", bytes.fromhex(names["hubPublicKey"]))[:16]),
          names["hub"])
    content = bytes.fromhex(names["joinTokenFingerprint"] + names["joinTokenSecret"])
    content += b"".join(framed(hub) for hub in names["joinTokenHubs"])
    content += tagged("zssync/1 join token", content)[:4]
    check("join token", "zs1-" + as_bits(content), names["joinToken"])
    check("join secret", tagged("zssync/1 join secret", content[32:48]).hex(),
          names["joinTokenSecretHash"])


def orders():
    shown = json.loads(load("orders.json"))
    for record, order in zip(shown["erasedRecords"], shown["erasureOrders"], strict=True):
        found = tagged("zssync/1 erasure", shown["site"].encode(), b"\0", record.encode())[:16]
        check("id of an erasure", as_number(found), order)
    ids = b"".join(as_bytes(record) for record in sorted(shown["erasedRecords"]))
    check("erased digest", tagged("zssync/1 erased", ids)[:16].hex(), shown["erasedDigest"])
    check("id of a revocation", as_number(tagged("zssync/1 revocation", shown["device"].encode())[:16]),
          shown["revocation"])


golden, sealed, done = feeds()
segments(golden, sealed)
news(golden, done)
names(golden, done)
orders()
