"""Reads a calendar from a file with two parsers that know nothing of each other, and says as JSON what each found."""

import json
import sys

import icalendar
import vobject

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()

first = icalendar.Calendar.from_ical(text)
second = vobject.readOne(text)

found = {
    "icalendar": [
        {
            "uid": str(event["uid"]),
            "day": event["dtstart"].dt.isoformat(),
            "summary": str(event["summary"]),
            "description": str(event["description"]),
        }
        for event in first.walk("VEVENT")
    ],
    "vobject": [
        {
            "uid": event.uid.value,
            "day": event.dtstart.value.isoformat(),
            "summary": event.summary.value,
            "description": event.description.value,
        }
        for event in second.vevent_list
    ],
}
json.dump(found, sys.stdout)
