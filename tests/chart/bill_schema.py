"""Checks a bill of materials on standard input under CycloneDX's own schema, with the schemas that it
refers to; they come in a package of the CycloneDX project."""

import json
import pathlib
import sys

import cyclonedx.schema
import jsonschema
import referencing

FOLDER = pathlib.Path(cyclonedx.schema.__file__).parent / "_res"


def schema(name):
    return json.loads((FOLDER / f"{name}.SNAPSHOT.schema.json").read_text())


bill = json.load(sys.stdin)
whole = schema("bom-1.6")
parts = [whole, schema("spdx"), schema("jsf-0.82")]
registry = referencing.Registry().with_resources(
    (part["$id"], referencing.Resource.from_contents(part)) for part in parts
)
validator = jsonschema.Draft7Validator(
    whole, registry=registry, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
)
faults = [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(bill)]
if faults:
    sys.exit("\n".join(faults[:20]))
