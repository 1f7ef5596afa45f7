"""A Ray cluster of two machines, both of them this one: prints its address, ends with its input."""

import sys

from ray.cluster_utils import Cluster


def main():
    cluster = Cluster()
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=80 * 2**20, include_dashboard=False)
    print(cluster.address, flush=True)
    sys.stdin.read()
    cluster.shutdown()


if __name__ == "__main__":
    main()
