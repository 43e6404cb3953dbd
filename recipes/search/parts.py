"""Ids in lists short enough for one query. Not what is asked with them."""

IDS_A_QUERY = 5000
"""Fewer than the parameters that any SQLite takes: all recipes of a large collection are more."""


def in_parts(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + IDS_A_QUERY] for start in range(0, len(ids), IDS_A_QUERY)]
