"""States and moves, weighted graphs, points among obstacles, and chains of relations."""

from codesteer.steering.guides.formulations.formulation import Formulation

__all__ = ["RELATIONS", "STATES", "WAYPOINTS", "WEIGHTED"]

_MOVE_BY_MOVE = (
    "state = ...  # the start\n"
    "for move in moves:  # read from answer\n"
    "    ...  # print('Wrong: illegal move') and stop, or make the move\n"
    "print('Correct' if state == goal else 'Wrong: the goal is not reached')"
)

STATES = Formulation(
    name="a breadth-first search over states",
    family="graph_search",
    evidence={
        "moves": 3.5, "ask moves": 1.9, "start and goal": 1.9, "ask path": 0.7, "cells": 0.5,
        "drawing": 0.5, "no data": 0.5, "path": 0.5, "ask cells": 0.4, "ask constraint": 0.4,
        "bullets": 0.4, "how many": 0.4, "ask measure": 0.3, "best": 0.3, "expression": 0.3,
        "logic": 0.3, "pairs of data": 0.3, "text": 0.3, "ask best": 0.2, "ask calendar": 0.2,
        "ask every case": 0.2, "every case": 0.2, "arrange": -0.2, "ask fact": -0.2,
        "ask how many": -0.2, "ask recursion": -0.2, "ask resources": -0.2, "list of data": -0.2,
        "records": -0.2, "simulate": -0.2, "text work": -0.2, "fact": -0.3, "form": -0.3,
        "grid": -0.3, "measure": -0.3, "numbers": -0.3, "proper names": -0.3, "calendar": -0.4,
        "geometry": -0.4, "money": -0.4, "claims": -0.5, "equation": -0.5, "quoted": -0.5,
        "short": -0.5, "a number": -0.6, "chance": -0.6, "formula": -0.6, "recursion": -0.6,
        "ask ways": -0.7, "calculate": -0.8, "statistics": -1.0,
    },
    bias=-1.5,
    data="a state as a tuple of tuples, for the start and for the goal",
    order=(
        "- Write a function that yields every legal (move, next state), and the goal test.\n"
        "- Search with collections.deque from the start, remember visited states and the moves "
        "that led there, and stop at the first goal."
    ),
    sketch=(
        "from collections import deque\n"
        "start, goal = ..., ...  # tuples, from the question\n"
        "def successors(state):  # every legal move\n"
        "    yield ..., ...  # move, next state\n"
        "queue, seen = deque([(start, [])]), {start}\n"
        "while queue:\n"
        "    state, moves = queue.popleft()\n"
        "    if state == goal: break\n"
        "    for move, after in successors(state):\n"
        "        if after not in seen:\n"
        "            seen.add(after); queue.append((after, moves + [move]))\n"
        "assert state == goal, 'a move is missing'\n"
        "answer = ...  # from moves"
    ),
    faster="Use A*: heapq ordered by moves made plus a lower bound of those still needed.",
    check=_MOVE_BY_MOVE,
    instead=("backtracking", "dynamic_programming"),
)  # fmt: skip

WEIGHTED = Formulation(
    name="a graph searched with networkx",
    family="graph_search",
    evidence={
        "path": 3.2, "ask path": 2.1, "links": 1.6, "names": 0.8, "ask best": 0.6,
        "many numbers": 0.6, "best": 0.5, "resources": 0.5, "ask start and goal": 0.4,
        "arrows": 0.3, "ask resources": 0.3, "formula of logic": 0.2, "logic": 0.2, "no data": 0.2,
        "records": 0.2, "start and goal": 0.2, "table": 0.2, "told": 0.2, "ask algebra": -0.2,
        "ask comparison": -0.2, "ask prose": -0.2, "ask text": -0.2, "bullets": -0.2,
        "chance": -0.2, "cipher": -0.2, "clock": -0.2, "dense numbers": -0.2, "how many": -0.2,
        "moves": -0.2, "quoted": -0.2, "comparison": -0.3, "constraint": -0.3, "form": -0.3,
        "prose": -0.3, "short": -0.3, "calculate": -0.4, "measure": -0.4, "ways": -0.4,
        "a number": -0.5, "arrange": -0.5, "ask measure": -0.5, "ask ways": -0.5, "calendar": -0.5,
        "cells": -0.5, "money": -0.5, "simulate": -0.5, "statistics": -0.5, "geometry": -0.6,
        "claims": -0.9, "ask chance": -1.0, "recursion": -1.0,
    },
    bias=-1.3,
    data="a list of (node, node, weight) triples, one a connection",
    order=(
        "- Use networkx: Graph (DiGraph where a connection has one direction), add_edge with "
        "weight for each connection.\n"
        "- Use what fits: shortest_path with weight='weight', minimum_spanning_tree, "
        "topological_sort, node_connected_component, eulerian_path."
    ),
    sketch=(
        "import networkx as nx\n"
        "edges = [...]  # (node, node, weight) of the question\n"
        "graph = nx.Graph()  # nx.DiGraph() where they have one direction\n"
        "graph.add_weighted_edges_from(edges)\n"
        "path = nx.shortest_path(graph, start, end, weight='weight')\n"
        "length = nx.path_weight(graph, path, weight='weight')\n"
        "answer = ...  # what is asked, of path and length"
    ),
    faster="Use nx.astar_path, or an algorithm made for this question.",
    instead=("dynamic_programming", "constraint_model"),
)  # fmt: skip

WAYPOINTS = Formulation(
    name="a shortest path over points that are clear of obstacles",
    family="graph_search",
    evidence={
        "geometry": 1.4, "path": 1.1, "start and goal": 0.8, "bullets": 0.7, "many numbers": 0.7,
        "ask path": 0.6, "pairs of data": 0.6, "every case": 0.4, "ask money": 0.3,
        "ask moves": 0.3, "ask simulate": 0.3, "calendar": 0.3, "form": 0.3, "statistics": 0.3,
        "ask arrange": 0.2, "calculate": 0.2, "constraint": 0.2, "money": 0.2, "names": 0.2,
        "cells": -0.2, "expression": -0.2, "how many": -0.2, "numbers": -0.2, "text": -0.2,
        "text work": -0.2, "a number": -0.3, "comparison": -0.3, "grid": -0.5, "links": -0.5,
        "ask calculate": -0.7, "ask algebra": -0.8, "claims": -0.8, "equation": -0.8,
        "ask geometry": -1.0, "short": -1.0,
    },
    bias=-3.1,
    data="each obstacle as a tuple (x0, x1, y0, y1), points as (x, y)",
    order=(
        "- Lay points 0.1 apart over the area and drop those nearer than 0.05 to what must not be "
        "touched.\n"
        "- Join neighbouring points with networkx; take nx.shortest_path from the start through a "
        "point in each place to be visited to the end. The exact start and end come first and last."
    ),
    sketch=(
        "import networkx as nx\n"
        "bad,start,end=[...],...,...  # bad: (x0,x1,y0,y1) not to be touched\n"
        "def free(x,y): return not any(a-.05<=x<=b+.05 and c-.05<=y<=d+.05 for a,b,c,d in bad)\n"
        "g=nx.grid_2d_graph(101,101)  # node (i,j) is point (i/10,j/10)\n"
        "g.remove_nodes_from([n for n in g if not free(n[0]/10,n[1]/10)])\n"
        "stops=[...]  # nodes: start, one in each place to visit, end\n"
        "nodes=[n for a,b in zip(stops,stops[1:]) for n in nx.shortest_path(g,a,b)]\n"
        "answer=[start]+[(i/10,j/10) for i,j in nodes]+[end]"
    ),
    faster="Take a coarser grid of points.",
    check=(
        "import ast\n"
        "points=ast.literal_eval(answer)\n"
        "bad,wanted=[...],[...]  # (x0,x1,y0,y1) of the question\n"
        "def inside(p,r): return r[0]<=p[0]<=r[1] and r[2]<=p[1]<=r[3]\n"
        "path=[(a[0]+(b[0]-a[0])*k/500,a[1]+(b[1]-a[1])*k/500)\n"
        "      for a,b in zip(points,points[1:]) for k in range(501)]\n"
        "if any(inside(p,r) for p in path for r in bad): print('Wrong: one is touched')\n"
        "elif not all(any(inside(p,r) for p in path) for r in wanted): "
        "print('Wrong: one is not visited')\n"
        "else: print('Correct')"
    ),
    instead=("backtracking",),
)  # fmt: skip

RELATIONS = Formulation(
    name="a graph of relations",
    family="graph_search",
    evidence={
        "relations": 2.9, "ask relations": 1.8, "names": 0.5, "proper names": 0.2, "told": 0.2,
        "a number": -0.2, "claims": -0.2, "constraint": -0.2, "dense numbers": -0.2, "short": -0.2,
        "simulate": -0.2, "logic": -0.3, "money": -0.4, "calendar": -0.5, "text work": -0.5,
        "arrange": -0.6, "ask algebra": -0.6, "ask calculate": -0.6, "chance": -0.6, "fact": -0.6,
        "measure": -0.6, "numbers": -0.7, "algebra": -1.2, "ask prose": -1.2,
    },
    bias=-1.4,
    data="a list of (person, relation, person) triples, one a statement",
    order=(
        "- Turn each statement into edges both ways (parent/child, husband/wife) of a dict.\n"
        "- Find the shortest chain between the two that are asked about with collections.deque, "
        "print the chain, and name it by its steps (parent, parent, child, child: cousin)."
    ),
    sketch=(
        "from collections import deque\n"
        "parents, female = {...: [...]}, {...}  # child: parents\n"
        "links = {}\n"
        "for child, above in parents.items():\n"
        "    for p in above:\n"
        "        links.setdefault(child, []).append(('parent', p))\n"
        "        links.setdefault(p, []).append(('child', child))\n"
        "# breadth-first search from one person to the other; print the steps\n"
        "answer = ...  # the name of these steps"
    ),
    faster="Search from both ends.",
    instead=("constraint_model",),
)  # fmt: skip
