"""Reads an agenda from a file with two parsers that know nothing of each other, and says as JSON what each found: instants in UTC, and days."""

import json
import sys
from datetime import datetime, timezone

import icalendar
import vobject
from dateutil.rrule import rruleset, rrulestr

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()


def said(moment):
    """A day as it is; a time as the instant that it names."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%MZ")


def dates(rule, start, left_out):
    """The dates of a rule by the clocks of its zone, without those that are left out."""
    every = rruleset()
    every.rrule(rrulestr(rule, dtstart=start.replace(tzinfo=None)))
    for moment in left_out:
        every.exdate(moment.replace(tzinfo=None))
    return [said(moment.replace(tzinfo=start.tzinfo)) for moment in every]


def from_icalendar():
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        start = event["dtstart"].dt
        left_out = event.get("exdate", [])
        left_out = left_out if isinstance(left_out, list) else [left_out]
        days = [each.dt for some in left_out for each in some.dts]
        rule = event.get("rrule")
        yield {
            "uid": str(event["uid"]),
            "sequence": int(event["sequence"]),
            "status": str(event["status"]),
            "start": said(start),
            "end": said(event["dtend"].dt),
            "summary": str(event["summary"]),
            "location": str(event["location"]),
            "replaces": said(event["recurrence-id"].dt) if "recurrence-id" in event else None,
            "dates": dates(rule.to_ical().decode(), start, days) if rule else None,
        }


def from_vobject():
    for event in vobject.readOne(text).vevent_list:
        has = event.contents
        start = event.dtstart.value
        days = [day for line in has.get("exdate", []) for day in line.value]
        yield {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "status": event.status.value,
            "start": said(start),
            "end": said(event.dtend.value),
            "summary": event.summary.value,
            "location": event.location.value,
            "replaces": said(event.recurrence_id.value) if "recurrence-id" in has else None,
            "dates": dates(event.rrule.value, start, days) if "rrule" in has else None,
        }


json.dump({"icalendar": list(from_icalendar()), "vobject": list(from_vobject())}, sys.stdout)
