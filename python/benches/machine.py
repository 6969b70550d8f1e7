"""The line that every record begins with."""

import datetime
import os
import platform
import subprocess

import stance


def line() -> str:
    """Date, cores, load, versions and commit: what a figure needs beside it."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    versions = f"Python {platform.python_version()}, stance {stance.__version__}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.machine()}, {load}, {versions}, commit {commit}"
