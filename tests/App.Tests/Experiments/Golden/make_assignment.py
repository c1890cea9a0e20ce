#!/usr/bin/env python3
"""Writes assignment.json: what the documented hash gives, computed with the xxHash authors' own library.

Needs Debian's python3-xxhash. The evaluator must agree with every line, for ever.
"""
import json
import xxhash

SLOTS = 100_000
ENTITIES = ["robot-0001", "robot-0002", "robot-4711", "home/42", "a", "ü-ber-größe", "机器人", "🤖", "x" * 31, "x" * 32, "x" * 200, "🤖" * 128]
SALTS = ["", "room-type", "model-3-against-2", "größe"]


def hash_of(salt, entity, seed):
    return xxhash.xxh64(salt.encode() + b"\0" + entity.encode(), seed=seed).intdigest()


def vector(salt, entity):
    split, exposure = hash_of(salt, entity, 0), hash_of(salt, entity, 1)
    return {
        "salt": salt,
        "entity": entity,
        "split": f"{split:016x}",
        "exposure": f"{exposure:016x}",
        "splitSlot": split * SLOTS >> 64,
        "exposureSlot": exposure * SLOTS >> 64,
        # An experiment of three treatments that weigh 1, 2 and 7 and takes in 40,000 of the slots.
        "treatment": None if exposure * SLOTS >> 64 >= 40_000 else "abc"[(s := split * 10 >> 64) >= 1 and 1 + (s >= 3)],
    }


vectors = [vector(salt, entity) for salt in SALTS for entity in ENTITIES]
with open("assignment.json", "w", encoding="utf-8") as file:
    json.dump(vectors, file, ensure_ascii=False, indent=1)
    file.write("\n")
