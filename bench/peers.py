#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""peers.py longest|numpy PLAN [ITERATIONS]: the same plan (of plan.sh) by networkx's longest path, or by
a simulation vectorised with numpy. Prints the peer, processor seconds (best of five) and its answer
in working hours: the end at the medians, or its P80. Exit 3: the package is not installed."""
import re
import sys
import time


def read(path):
    tasks, index = [], {}
    form = re.compile(r"  t(\d+): \{team: team-(\d+), estimate: (\d+)d\.\.(\d+)d\.\.(\d+)d(?:, after: \[(.*)\])?\}")
    end = None
    for line in open(path):
        m = form.match(line)
        if m:
            index["t" + m.group(1)] = len(tasks)
            after = [index[name] for name in m.group(6).split(", ")] if m.group(6) else []
            tasks.append((int(m.group(2)), *(8 * int(m.group(k)) for k in (3, 4, 5)), after))
        elif line.startswith("  m"):
            end = index[line[line.index("[") + 1:line.index("]")]]
    return tasks, end


def best(run):
    took = answer = None
    for _ in range(5):
        began = time.process_time()
        answer = run()
        once = time.process_time() - began
        took = once if took is None else min(took, once)
    return took, answer


def longest(tasks):
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(tasks) + 1))
    for i, (_, _, likely, _, after) in enumerate(tasks):
        for j in after:
            graph.add_edge(j, i, weight=tasks[j][2])
        graph.add_edge(i, len(tasks), weight=likely)
    took, answer = best(lambda: networkx.dag_longest_path_length(graph))
    return "networkx " + networkx.__version__, took, answer


def simulate(tasks, end, iterations):
    import numpy as np

    teams = 1 + max(t[0] for t in tasks)
    block = 1000 if len(tasks) < 5000 else 500
    low = np.log([t[2] / t[1] for t in tasks]) / 1.2815515655446004
    high = np.log([t[3] / t[2] for t in tasks]) / 1.2815515655446004

    def run():
        random, finishes = np.random.default_rng(1), []
        for _ in range(0, iterations, block):
            shared = random.standard_normal((teams, block), dtype=np.float32) * np.float32(0.5)
            finish = np.empty((len(tasks), block), dtype=np.float32)
            for i, (team, _, likely, _, after) in enumerate(tasks):
                z = random.standard_normal(block, dtype=np.float32)
                z *= np.float32(0.75 ** 0.5)
                z += shared[team]
                z *= np.where(z < 0, np.float32(low[i]), np.float32(high[i]))
                np.exp(z, out=z)
                z *= np.float32(likely)
                if after:
                    start = finish[after[0]]
                    for j in after[1:]:
                        start = np.maximum(start, finish[j])
                    z += start
                finish[i] = z
            finishes.append(finish[end].copy())
        return float(np.quantile(np.concatenate(finishes), 0.8))

    took, answer = best(run)
    return "numpy " + np.__version__, took, answer


def main():
    tasks, end = read(sys.argv[2])
    try:
        if sys.argv[1] == "longest":
            print("%s|%.6f|%.3f" % longest(tasks))
        else:
            print("%s|%.6f|%.3f" % simulate(tasks, end, int(sys.argv[3])))
    except ImportError:
        sys.exit(3)


main()
