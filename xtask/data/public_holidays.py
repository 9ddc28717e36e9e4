"""Makes crates/desk/src/closures/holidays.tsv, the public holidays the desk offers to pick from.

    python3 -m venv venv && venv/bin/pip install holidays==0.108
    venv/bin/python xtask/data/public_holidays.py > crates/desk/src/closures/holidays.tsv

The dates and names come from the package `holidays` (https://github.com/vacanza/holidays, MIT licence; the notice
stands in the first lines of the file). Holidays of the whole country, except that Great Britain means England.
Days that follow the moon are predictions, which the library marks; the mark becomes `~`.
"""

import re
from collections import defaultdict

import holidays

COUNTRIES = (
    "AE BH DE DZ EG FR GB ID IN IQ JO KE KW LB MA NG OM PK PS QA SA SD TN TR US VN".split()
)
YEARS = range(2025, 2033)
ESTIMATED = re.compile(r"\s*\((?:estimated|تقديري)\)|,? (?:estimated|تقديري)(?=\))")


def named_days(country, language):
    subdivision = "ENG" if country == "GB" else None
    return holidays.country_holidays(country, subdiv=subdivision, years=YEARS, language=language)


def language_of(country, wanted):
    offered = getattr(holidays, country).supported_languages
    return next((tag for tag in offered if tag.split("_")[0] == wanted), None)


def main():
    print("# Public holidays, made by xtask/data/public_holidays.py from the package `holidays`", holidays.__version__)
    print("# (https://github.com/vacanza/holidays), MIT licence, Copyright (c) Vacanza Team and individual contributors,")
    print("# dr-prodigy and ryanss. A line of two letters begins a country; then: English name, Arabic name, days.")
    print("# A day with ~ follows the moon and may shift.")
    for country in COUNTRIES:
        english = named_days(country, language_of(country, "en"))
        arabic_tag = language_of(country, "ar")
        arabic = named_days(country, arabic_tag) if arabic_tag else {}
        lines = defaultdict(list)
        for day in sorted(english):
            name, name_ar = english[day], arabic.get(day, "")
            estimated = "estimated)" in name
            names = [
                "; ".join(dict.fromkeys(part.strip() for part in ESTIMATED.sub("", text).split(";")))
                for text in (name, name_ar)
            ]
            lines[tuple(names)].append(f"{day:%Y%m%d}{'~' if estimated else ''}")
        print(country)
        for (name, name_ar), days in lines.items():
            print(name, name_ar, " ".join(days), sep="\t")


if __name__ == "__main__":
    main()
