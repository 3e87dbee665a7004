#!/usr/bin/env python3
"""The resilience of many assets over a week, in plain Python: the anchor that `cargo xtask bench` measures against.

Reads backup runs as NDJSON ({timestamp, asset_id, status, started_at}, moments in RFC 3339), scores 168 hourly steps that
end at --until with the linear curve and the default weights, and prints one JSON line with the number of assets, the seconds
that each stage took, and the scores of every asset, a step each.
"""
import argparse
import json
import time
from datetime import datetime, timedelta

STEPS = 168
TARGET = 24.0
W_RPO, W_SUCCESS = 0.6, 0.4


def parse_time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def read(path):
    runs = {}
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            started = row.get("started_at")
            runs.setdefault(row["asset_id"], []).append(
                (parse_time(row["timestamp"]), parse_time(started) if started else None, row["status"]))
    for asset in runs.values():
        asset.sort(key=lambda run: run[0])
    return runs


def timeline(runs, start):
    steps = []
    for k in range(1, STEPS + 1):
        now = start + timedelta(hours=k)
        restore = None
        ended = good = 0
        for end, begun, status in runs:
            if end > now:
                break
            success = status != "failed"
            if success:
                point = begun or end
                restore = point if restore is None or point > restore else restore
            if end > start:
                ended += 1
                good += success
        age = None if restore is None else (now - restore).total_seconds() / 3600
        compliance = 0.0 if age is None else max(0.0, 1.0 - age / TARGET)
        rate = good / ended if ended else None
        score = compliance if rate is None else W_RPO * compliance + W_SUCCESS * rate
        steps.append({"timestamp": now, "actual_rpo_hours": age, "rpo_compliance": compliance,
                      "success_rate": rate, "score": score})
    return steps


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("file")
    p.add_argument("--until", required=True)
    args = p.parse_args()
    t0 = time.monotonic()
    runs = read(args.file)
    t1 = time.monotonic()
    start = parse_time(args.until) - timedelta(hours=STEPS)
    results = {asset: timeline(asset_runs, start) for asset, asset_runs in runs.items()}
    t2 = time.monotonic()
    scores = {asset: [step["score"] for step in steps] for asset, steps in results.items()}
    print(json.dumps({"assets": len(results), "read_s": round(t1 - t0, 4), "score_s": round(t2 - t1, 4),
                      "total_s": round(t2 - t0, 4), "scores": scores}))


if __name__ == "__main__":
    main()
