"""On what a benchmark ran: processor, memory, versions, threads. Measures nothing."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("Django", "numpy", "torch", "sentence-transformers", "openvino", "onnxruntime", "faiss-cpu", "gunicorn")


def machine() -> dict:
    """What there is, by name; packages that aren't installed are left out."""
    import torch

    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": memory_gb(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := installed(name))},
        "torch_threads": torch.get_num_threads(),
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError):  # Windows has no sysconf
        return None


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def described(found: dict) -> str:
    packages = ", ".join(f"{name} {number}" for name, number in found["packages"].items())
    return (
        f"{found['processor']}, {found['cores']} cores, {found['memory_gb']} GB of memory; {found['system']}; "
        f"Python {found['python']}; {packages}; {found['torch_threads']} threads of torch."
    )
