"""The process of the flows as a later release might have it; begun like `python -m workflows`."""

from tests.workflows.changed_flows import CarefulFlow, flows_with
from workflows.__main__ import run

if __name__ == "__main__":
    run(flows_with(CarefulFlow))
