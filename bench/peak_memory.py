#!/usr/bin/env python3
"""Runs a program with further settings (NAME=VALUE ... PROGRAM ARGUMENT ...) and prints, as one JSON line, the most memory
that it held."""
import json
import os
import resource
import subprocess
import sys


def main():
    words = sys.argv[1:]
    first = next(place for place, word in enumerate(words) if "=" not in word)
    settings = dict(word.split("=", 1) for word in words[:first])
    subprocess.run(words[first:], check=True, env={"PATH": os.environ["PATH"], **settings}, stdout=subprocess.DEVNULL)
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"peak_rss_mb": round(use.ru_maxrss / 1024, 1)}))


if __name__ == "__main__":
    main()
