"""Flows see contracts and domain, nothing else: what they import is loaded for every dispatch."""

import sys

import grimp
import pytest

PARTS_OF_THE_PROCESS = {"workflows.worker", "workflows.__main__"}
FLOWS = {"temporalio", "shared.domain", "shared.contracts", "workflows"}


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    graph = grimp.build_graph("workflows", "shared", include_external_packages=True)
    return {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if module.split(".")[0] == "workflows"
    }


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_flows_import_only_contracts_and_domain(imports: dict[str, set[str]]) -> None:
    for module, imported in imports.items():
        allowed = FLOWS | ({"shared.runtime"} if module in PARTS_OF_THE_PROCESS else set())
        strangers = {
            name
            for name in imported
            if name.split(".")[0] not in sys.stdlib_module_names and not within(name, allowed)
        }
        assert not strangers, f"{module} imports {sorted(strangers)}"


def test_no_flow_imports_the_process_that_runs_it(imports: dict[str, set[str]]) -> None:
    for module, imported in imports.items():
        if module not in PARTS_OF_THE_PROCESS:
            assert not imported & PARTS_OF_THE_PROCESS
