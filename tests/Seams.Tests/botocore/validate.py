"""Reads planned resources as JSON from standard input, and writes what AWS's own models of its services find wrong in the calls that make
them: parameters that there are not, required ones that are missing, types, enumerations, patterns, lengths and ranges.

calls.json says which call makes a type, and where the names of Pulumi's inputs are not those of the call's parameters but for case and plural.
"patterns" are those that only AWS's documents tell: EC2's and RDS's models have none.
"states" are calls that a state machine makes, by its integrations' names.
"newer" are parameters, values, or with * whole calls, that models of before 2024 do not have: they are looked at where the models have them.
"""
import json
import re
import sys

import botocore.session

SECRET = "[secret]"
# Marks what has parameters that the models do not have, in whose place these may require others.
NEWER = "?"
NUMBERS = {"integer", "long", "float", "double"}
session = botocore.session.get_session()


def plain(name):
    name = name.replace("_", "").lower()
    return name[:-1] if name.endswith("s") else name


class Call:
    def __init__(self, rule, tagged):
        service, operation = rule["call"].split(".")
        self.rule, self.tagged, self.findings = rule, tagged, []
        model = session.get_service_model(service)
        self.shape = model.operation_model(operation).input_shape if operation in model.operation_names else None

    def check(self, resource):
        self.findings = []
        if self.shape is None:
            return [] if "*" in self.rule.get("newer", []) else [f"{self.rule['call']} is no call"]
        parameters = self.structure(resource["inputs"], self.shape, "", "")
        for path, value in self.rule.get("given", {}).items():
            put(parameters, path.split("."), value)
        self.complete(parameters, resource.get("outputs") or {})
        self.validate(parameters, self.shape, "")
        for name, pattern in self.rule.get("patterns", {}).items():
            if not re.search(pattern, resource["inputs"].get(name) or ""):
                self.wrong(name, resource["inputs"][name], f"does not match {pattern}")
        return self.findings

    # Names that the provider makes up are outputs.
    def complete(self, parameters, outputs):
        renamed = {target: name for name, target in self.rule.get("names", {}).items()}
        for path in [target for target in renamed if target.split(".")[-1].endswith("Name") and "." not in renamed[target]] + list(self.shape.required_members):
            source = renamed.get(path) or next((name for name in outputs if plain(name) == plain(path)), None)
            if source in outputs and get(parameters, path.split(".")) is None:
                put(parameters, path.split("."), outputs[source])

    def structure(self, inputs, shape, path, place):
        made = {}
        for name, value in inputs.items():
            here = f"{path}{name}"
            if value is None or value == SECRET or here in self.rule.get("omit", []) or (not path and name in self.tagged):
                continue
            target = self.rule.get("names", {}).get(here) or next((member for member in shape.members if plain(member) == plain(name)), None)
            inner = at(shape, target)
            if inner is None:
                if here not in self.rule.get("newer", []):
                    self.findings.append(f"{here} is no parameter of {self.rule['call']}")
                elif path:
                    made[NEWER] = True
                continue
            if here in self.rule.get("json", []):
                value = json.loads(value)
            if here in self.rule.get("pairs", []):
                value = [{"name": key, "value": text} for key, text in value.items()]
            value = self.value(value, inner, here)
            if target == ".":
                for key, part in value.items():
                    put(made, [key], part)
            else:
                put(made, target.split("."), value)
        return made

    def value(self, value, shape, here):
        if shape.type_name == "list":
            return [self.value(item, shape.member, here) for item in (value if isinstance(value, list) else [value])]
        if shape.type_name == "structure":
            value = value[0] if isinstance(value, list) and len(value) == 1 else value
            return self.structure(value, shape, f"{here}.", here) if isinstance(value, dict) else value
        return value

    def validate(self, value, shape, path):
        kind = shape.type_name
        if kind == "structure":
            if not isinstance(value, dict):
                return self.wrong(path, value, "is no structure")
            for name in shape.required_members:
                if name not in value and NEWER not in value:
                    self.findings.append(f"{path}{name} is required")
            for name, part in value.items():
                if name in shape.members:
                    self.validate(part, shape.members[name], f"{path}{name}.")
        elif kind == "list":
            if not isinstance(value, list):
                return self.wrong(path, value, "is no list")
            self.within(path, len(value), shape, "items")
            for item in value:
                self.validate(item, shape.member, path)
        elif kind == "map":
            for key, item in value.items():
                self.validate(key, shape.key, path)
                self.validate(item, shape.value, path)
        elif kind == "boolean":
            if value not in (True, False, "true", "false"):
                self.wrong(path, value, "is no boolean")
        elif kind in NUMBERS:
            try:
                self.within(path, float(value), shape, "")
            except (TypeError, ValueError):
                self.wrong(path, value, "is no number")
        elif kind == "string":
            self.text(path, value, shape)

    def text(self, path, value, shape):
        if isinstance(value, (dict, list)):
            return self.wrong(path, value, "is no text")
        value = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).lower() if isinstance(value, bool) else str(value)
        self.within(path, len(value), shape, "characters")
        if "enum" in shape.metadata and value not in shape.metadata["enum"]:
            if not any(one.endswith(f"={value}") for one in self.rule.get("newer", [])):
                self.wrong(path, value, f"is none of {', '.join(shape.metadata['enum'])}")
        pattern = shape.metadata.get("pattern")
        if pattern and not matches(pattern, value):
            self.wrong(path, value, f"does not match {pattern}")

    def within(self, path, number, shape, unit):
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if (least is not None and number < least) or (most is not None and number > most):
            self.wrong(path, number, f"{unit} is not {least} to {most}".strip())

    def wrong(self, path, value, what):
        self.findings.append(f"{path.rstrip('.')}: '{str(value)[:120]}' {what}")


# Models are written for Java: classes that Python does not know are left out, as botocore leaves patterns out altogether.
def matches(pattern, value):
    try:
        return re.fullmatch(pattern.replace(r"\p{L}", r"\w").replace(r"\p{Z}", r"\s").replace(r"\p{N}", r"\d").replace(r"\p{M}", ""), value, re.DOTALL) is not None
    except re.error:
        return True


def at(shape, target):
    if target == ".":
        return shape
    for part in target.split(".") if target else [None]:
        if part is None or shape is None:
            return None
        shape = shape.member if part.isdigit() and shape.type_name == "list" else shape.members.get(part) if shape.type_name == "structure" else None
    return shape


def get(holder, path):
    for part in path:
        if isinstance(holder, list):
            holder = holder[int(part)] if int(part) < len(holder) else None
        else:
            holder = holder.get(part) if isinstance(holder, dict) else None
        if holder is None:
            return None
    return holder


def put(holder, path, value):
    for i, part in enumerate(path[:-1]):
        empty = [] if path[i + 1].isdigit() else {}
        if isinstance(holder, list):
            while len(holder) <= int(part):
                holder.append(empty)
            holder = holder[int(part)]
        else:
            holder = holder.setdefault(part, empty)
    if isinstance(holder, list):
        holder.insert(int(path[-1]), value)
    elif isinstance(holder.get(path[-1]), dict) and isinstance(value, dict):
        holder[path[-1]].update(value)
    else:
        holder[path[-1]] = value


def main(file):
    with open(file, encoding="utf-8") as text:
        table = json.load(text)
    calls, found = {}, []
    for resource in json.load(sys.stdin):
        rule = table["calls"].get(resource["type"]) or table["states"].get(resource["type"])
        if rule is None:
            continue
        call = calls.setdefault(resource["type"], None) or Call(rule, table["tagged"])
        calls[resource["type"]] = call
        found += [{"urn": resource["urn"], "finding": finding} for finding in call.check(resource)]
    json.dump(found, sys.stdout)


main(sys.argv[1])
