"""Reads a scrape from a file with the parser of Prometheus' own Python client, and says as JSON what it found."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as scrape:
    text = scrape.read()

families = [
    {
        "name": family.name,
        "type": family.type,
        "help": family.documentation,
        "samples": [{"name": each.name, "labels": each.labels, "value": str(each.value)} for each in family.samples],
    }
    for family in text_string_to_metric_families(text)
]
json.dump(families, sys.stdout)
