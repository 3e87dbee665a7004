#!/usr/bin/env python3
"""Makes golden.json: what the scoring must give, calculated independently of it.

Scores follow the written formulas in double precision, each held against exact fractions; statuses follow from those
fractions alone; means are exact fractions, rounded once. Doubles are written as the 16 hexadecimal digits of their bits, moments as minutes or hours after the
start of a week. Every vector says which rule it is for, what is given and what is expected.

    python3 crates/scoring/tests/golden.py > crates/scoring/tests/golden.json
"""
import json
import random
import struct
from fractions import Fraction

MINUTES = 7 * 24 * 60
STEPS = [*range(1, 168, 6), 168]


def bits(number):
    return "none" if number is None else struct.pack(">d", number).hex()


def near(number, exact):
    assert abs(Fraction(number) - exact) <= Fraction(1, 10**15), (number, exact)
    return number


# Availability


def availability(failures, budget):
    if failures == 0:
        return 1.0
    if failures <= budget:
        return near(1.0 - failures / budget * 0.5, 1 - Fraction(failures, 2 * budget))
    return near(max(0.0, 0.5 - (failures - budget) / budget * 0.5), max(Fraction(0), 1 - Fraction(failures, 2 * budget)))


def availability_status(failures, budget):
    """From whole numbers alone: 0.5 is P = E, 0.8 is P = 0.4 E."""
    if failures > budget:
        return "CRITICAL"
    return "GOOD" if 10 * failures < 4 * budget else "ATTENZIONE"


def verdict(exact):
    """The status of an aggregate."""
    if exact < Fraction(1, 2):
        return "CRITICAL"
    return "GOOD" if exact > Fraction(8, 10) else "ATTENZIONE"


def mean(parts):
    """Of (score, weight), rounded once."""
    if not parts:
        return None
    return float(sum(Fraction(score) * weight for score, weight in parts) / sum(weight for _, weight in parts))


def score_vectors():
    for budget in [*range(1, 12), 17, 23, 30, 41, 49, 50]:
        expect = []
        for failures in range(2 * budget + 2):
            left = near(1.0 - failures / budget, 1 - Fraction(failures, budget))
            expect += [bits(availability(failures, budget)), availability_status(failures, budget), bits(left)]
        yield {"rule": "availability", "budget": budget, "expect": expect}


def film(rng):
    """Services with failures in minutes, or none for a service without data."""
    services = []
    for _ in range(rng.randrange(1, 9)):
        failures = sorted(rng.randrange(0, 60) * MINUTES // 60 for _ in range(rng.randrange(0, 25)))
        services.append([rng.randrange(1, 51 if rng.random() < 0.2 else 11), rng.randrange(1, 11),
                         None if rng.random() < 0.1 else failures])
    return services


def film_vectors(rng):
    for _ in range(40):
        services = film(rng)
        moments = sorted(rng.randrange(0, MINUTES + 1) for _ in range(6)) + [0, MINUTES]
        expect = []
        for moment in moments:
            parts = []
            for budget, weight, failures in services:
                if failures is None:
                    expect += ["none", "NO_DATA"]
                    continue
                passed = sum(1 for failure in failures if failure <= moment)
                parts.append((availability(passed, budget), weight))
                expect += [bits(parts[-1][0]), availability_status(passed, budget)]
            expect.append(bits(mean(parts)))
        yield {"rule": "film", "services": services, "moments": moments, "expect": expect}


def cost_vectors(rng):
    """What the failures of each moment cost, in order of time: differences of what is missing to 1."""
    for _ in range(20):
        budget, failures = rng.randrange(1, 51), sorted(rng.randrange(0, 300) for _ in range(rng.randrange(1, 60)))
        expect, before, count = [], Fraction(0), 0
        for moment in sorted(set(failures)):
            count += failures.count(moment)
            lost = Fraction(1.0 - availability(count, budget))
            cost = float(lost - before)
            assert Fraction(cost) == lost - before
            expect += [str(moment), bits(cost)]
            before = lost
        yield {"rule": "costs", "budget": budget, "failures": failures, "expect": expect}


def mean_vectors(rng):
    for size in [0, 1, 2, 3, 5, 8, 50, 500]:
        for _ in range(4):
            parts = [(availability(rng.randrange(0, 30), rng.randrange(1, 51)) if rng.random() < 0.7
                      else rng.randrange(1, 2**20) / 1000003.0 % 1.0, rng.randrange(1, 11)) for _ in range(size)]
            yield {"rule": "mean", "parts": [[bits(score), weight] for score, weight in parts],
                   "expect": [bits(mean(parts))]}


def verdict_vectors(rng):
    """Services as failures, budget and weight: the status of their aggregate, the first ones exactly on a boundary."""
    cases = [[(7, 10, 1), (1, 10, 1)], [(3, 10, 2), (6, 10, 1)], [(6, 10, 1), (2, 10, 1)], [(13, 10, 1), (7, 10, 1)],
             [(9, 10, 3), (4, 10, 1), (19, 10, 1)], [(5, 7, 7), (6, 10, 10), (0, 1, 10)], [(1, 3, 3), (3, 5, 5)]]
    cases += [[(rng.randrange(0, 2 * budget + 1), budget, rng.randrange(1, 11))
               for budget in rng.choices([3, 5, 7, 8, 10, 15, 20], k=rng.randrange(1, 5))] for _ in range(400)]
    for services in cases:
        exact = sum(max(Fraction(0), 1 - Fraction(failures, 2 * budget)) * weight
                    for failures, budget, weight in services) / sum(weight for *_, weight in services)
        yield {"rule": "verdict", "services": services, "expect": [verdict(exact)]}


# Resilience


def compliance(hours, target, curve):
    if hours is None:
        return 0.0
    if curve == "threshold":
        return 1.0 if hours <= target else 0.0
    return max(0.0, 1.0 - hours / target)


def resilience(hours, rate, target, rpo, success, curve):
    kept = compliance(hours, target, curve)
    return kept if rate is None else min(1.0, rpo * kept + success * rate)


def decimal(number):
    """The decimal fraction that somebody wrote."""
    return Fraction(repr(number))


def exact_resilience(hours, rate, target, rpo, success, curve):
    """The same from exact fractions."""
    if hours is None:
        kept = Fraction(0)
    elif curve == "threshold":
        kept = Fraction(hours <= decimal(target))
    else:
        kept = max(Fraction(0), 1 - hours / decimal(target))
    return kept if rate is None else decimal(rpo) * kept + decimal(success) * rate


def resilience_status(exact):
    if exact > Fraction(90, 100):
        return "EXCELLENT"
    for percent, status in [(75, "GOOD"), (60, "ACCEPTABLE"), (40, "CRITICAL")]:
        if exact >= Fraction(percent, 100):
            return status
    return "SEVERE"


def week(runs, step):
    """Hours from the restore point and the rate of success, of runs (end, start or none, outcome) in minutes."""
    now = step * 60
    ended = [run for run in runs if run[0] <= now]
    # The newest by its end; of those that ended together, the one that holds the most.
    points = [(end, end if start is None else min(start, end)) for end, start, outcome in ended if outcome != "failed"]
    inside = [run for run in ended if run[0] > 0]
    good = sum(1 for run in inside if run[2] != "failed")
    hours = None if not points else Fraction(now - max(points)[1], 60)
    return hours, None if not inside else Fraction(good, len(inside))


def double(exact):
    return None if exact is None else float(exact)


def week_vector(runs, target, rpo, success, curve, steps):
    expect = []
    for step in steps:
        hours, rate = week(runs, step)
        score = resilience(double(hours), double(rate), target, rpo, success, curve)
        exact = exact_resilience(hours, rate, target, rpo, success, curve)
        near(score, exact)
        kept = compliance(double(hours), target, curve)
        expect += [bits(kept), bits(double(rate)), bits(score), resilience_status(exact)]
    return {"rule": "week", "runs": runs, "target": bits(target), "weights": [bits(rpo), bits(success)],
            "curve": curve, "steps": steps, "expect": expect}


def boundary_vectors():
    """Scores that are exactly a boundary at the last step: target, age in hours, successful runs and all."""
    found = 0
    for target in [12, 24, 48, 168]:
        for age in range(0, min(target, 160)):
            for runs in [1, 2, 3, 4, 5, 7, 8, 14, 16, 20, 28]:
                for good in range(1, runs + 1):
                    exact = exact_resilience(Fraction(age), Fraction(good, runs), float(target), 0.6, 0.4, "linear")
                    score = resilience(float(age), good / runs, float(target), 0.6, 0.4, "linear")
                    is_boundary = exact in [Fraction(percent, 100) for percent in (40, 60, 75, 90)]
                    # Where doubles are right by luck, a few are enough.
                    if not is_boundary or (score == float(exact) and found % 7):
                        found += is_boundary
                        continue
                    found += 1
                    failed = [[MINUTES - age * 60 - 1 - one, None, "failed"] for one in range(runs - good)]
                    kept = [[MINUTES - age * 60, None, "success"]] * good
                    # Runs that are alike would be one, so all but the newest end a little earlier.
                    kept = [[end - 100 - place if place else end, start, outcome]
                            for place, (end, start, outcome) in enumerate(kept)]
                    yield week_vector(failed + kept, float(target), 0.6, 0.4, "linear", [168])


def week_vectors(rng):
    weights = [(0.6, 0.4), (0.7, 0.3), (1.0, 0.0), (0.0, 1.0), (0.5, 0.5), (0.1, 0.9)]
    for number in range(30):
        runs = []
        for _ in range(rng.randrange(0, 30)):
            end = rng.randrange(-3 * 1440, MINUTES + 600)
            start = None if rng.random() < 0.3 else end - rng.randrange(-30, 600)
            runs.append([end, start, rng.choice(["success", "success", "warning", "failed"])])
        target = rng.choice([1.0, 4.5, 12.0, 24.0, 48.0, 168.0, rng.randrange(100, 16800) / 100])
        rpo, success = weights[number % len(weights)]
        curve = "threshold" if number % 3 == 0 else "linear"
        yield week_vector(runs, target, rpo, success, curve, STEPS)


def main():
    rng = random.Random(20250901)
    vectors = [*score_vectors(), *film_vectors(rng), *cost_vectors(rng), *mean_vectors(rng), *week_vectors(rng),
               *verdict_vectors(rng), *boundary_vectors()]
    print("[" + ",\n".join(json.dumps(vector, separators=(",", ":")) for vector in vectors) + "]")


if __name__ == "__main__":
    main()
