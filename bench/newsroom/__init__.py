"""The newsroom under pressure: many in one text, races for one decision, workers that die, what it costs."""

import logging

from django.db import connection

from bench import paper
from bench.newsroom import announcing, cast, costs, races


def run() -> None:
    # Refusals are what is asked for here, by the hundred.
    logging.disable(logging.WARNING)
    paper.prepare()
    cast.say(connection.vendor)
    races.saves_of_many()
    races.publishes_of_many()
    for name, race in races.RACES.items():
        races.rounds(name, race)
    announcing.announcements()
    costs.costs()
    if cast.failed:
        raise SystemExit("newsroom: " + "; ".join(cast.failed))
