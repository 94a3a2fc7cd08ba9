from __future__ import annotations

import importlib
import inspect
import pkgutil

from postmortems import metrics
from postmortems.metrics import base
from postmortems.metrics.registry import METRICS


def test_every_metric_is_registered_with_what_it_counts_and_leaves_out() -> None:
    found = set()
    for module in pkgutil.iter_modules(metrics.__path__):
        room = importlib.import_module(f"{metrics.__name__}.{module.name}")
        kinds = {
            name
            for name, kind in vars(room).items()
            if inspect.isclass(kind) and issubclass(kind, base.Metric)
        }
        found |= {
            function
            for name, function in vars(room).items()
            if inspect.isfunction(function)
            and not name.startswith("_")
            and function.__annotations__.get("return") in kinds
        }
    assert found == {entry.function for entry in METRICS}
    assert (
        len({entry.id for entry in METRICS})
        == len({entry.name for entry in METRICS})
        == len(METRICS)
    )
    for entry in METRICS:
        assert entry.definition.endswith("."), entry.name
        assert entry.omissions.startswith("Left out: "), entry.name
        assert "Left out" not in entry.definition
