"""An evaluation's report as lines of text: the table of systems, paired differences, the queries that fare worst.

Not the figures themselves: those are recipes.evaluation's.
"""

from collections.abc import Iterator

from recipes.evaluation import FIGURES, Answer, Estimate, Measured, Report

SHOWN = 5
COLUMN = 26
UNJUDGED = "?"


def table(report: Report) -> Iterator[str]:
    """Each system's figures with their 95% intervals, then Larder's paired differences to the others."""
    yield f"{report.half}: {len(report.queries)} queries over {report.collection:,} recipes, {report.space}"
    thresholds = ", ".join(f"{measured.system.name} {threshold(measured)}" for measured in report.systems)
    yield f"Means with bootstrap 95% intervals. Answered and refused by threshold: {thresholds}"
    yield ""
    yield from rows({measured.system.name: measured.figures for measured in report.systems}, "{:.3f}")
    if report.differences:
        yield ""
        yield "Paired differences (* the interval excludes 0)"
        yield from rows(report.differences, "{:+.3f}")


def threshold(measured: Measured) -> str:
    return "none" if measured.system.threshold is None else f"{measured.system.threshold:.3f}"


def rows(columns: dict[str, dict[str, Estimate | None]], style: str) -> Iterator[str]:
    widths = [max(COLUMN, len(name) + 2) for name in columns]
    yield f"{'':14}" + "".join(f"{name:>{width}}" for name, width in zip(columns, widths, strict=True))
    for figure in FIGURES:
        cells = (cell(figures[figure], style) for figures in columns.values())
        yield f"{figure:14}" + "".join(f"{text:>{width}}" for text, width in zip(cells, widths, strict=True))


def cell(estimate: Estimate | None, style: str) -> str:
    if estimate is None:
        return "-"
    star = "*" if "+" in style and estimate.excludes_zero else ""
    return f"{style.format(estimate.value)} [{style.format(estimate.low)}, {style.format(estimate.high)}]{star:1}"


def worst(measured: Measured, count: int) -> Iterator[str]:
    """The queries of the lowest nDCG@10, what came and what was expected; then what was refused or shown wrongly."""
    by_id = {answer.query.id: answer for answer in measured.answers}
    ranked = sorted(measured.by_query["ndcg@10"].items(), key=lambda item: item[1])[:count]
    for query, value in ranked:
        yield from described(by_id[query], value)
    wrongly = {"answered": "refused, though it has an answer", "refused": "answered, though it has none"}
    for name, said in wrongly.items():
        for query in (query for query, right in measured.by_query[name].items() if not right):
            answer = by_id[query]
            top = f"{answer.ranking[0]} {answer.top:.3f}" if answer.ranked else "nothing"
            yield f"{said}: {query} {answer.query.text} ({top})"


def described(answer: Answer, value: float) -> Iterator[str]:
    query, first = answer.query, answer.ranking[:SHOWN]
    yield f"{value:.3f}  {query.id} [{query.category}] {query.text}"
    yield f"       expected: {query.expects or '(not said)'}"
    yield f"       came: {', '.join(f'{key} ({query.grades.get(key, UNJUDGED)})' for key in first)}"
    yield f"       best: {best(answer)}"


def best(answer: Answer) -> str:
    """The highest graded recipes with their grades and where they came."""
    places = {key: place for place, key in enumerate(answer.ranking, start=1)}
    wanted = sorted(((key, grade) for key, grade in answer.query.grades.items() if grade), key=lambda item: -item[1])
    return ", ".join(f"{key} ({grade}, place {places.get(key, 'none')})" for key, grade in wanted[:SHOWN])
