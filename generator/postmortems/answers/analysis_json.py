"""An analysis for programs, in a form that keeps its promises.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any, get_args

from postmortems.config.analysis import STAGES, MethodId, ObservationId
from postmortems.shapes import listed, null, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.answers.analysis import Analysis
    from postmortems.config.analysis import Method
    from postmortems.findings import Problem

VERSION = 1


def json(found: Analysis, method: Method | None = None, skeleton: Any = None) -> str:  # noqa: ANN401
    """Write an analysis as one JSON document, as `schema` describes it.

    With a method, its skeleton for this record is in it.
    """
    document = {
        "version": VERSION,
        "incident": found.incident.id,
        "title": found.incident.title,
        "questions": [
            {
                "observation": each.observation,
                "stage": each.stage,
                "field": each.field,
                "says": each.says,
                "question": each.question,
            }
            for each in found.questions
        ],
        "methods": [
            {
                "method": each.method.id,
                "name": each.method.name,
                "good_for": each.method.good_for,
                "less_for": each.method.less_for,
                "because": list(each.because),
                "used": each.used,
                "open_questions": each.open,
            }
            for each in found.choices
        ],
        "stages": [
            {
                "stage": judged.stage,
                "findings": [
                    {
                        "verdict": each.finding.verdict,
                        "text": each.finding.text,
                        "confidence": each.finding.confidence,
                        "control_gap": each.finding.control_gap,
                        "actions": list(each.actions),
                        "lacks_action": each.lacking,
                    }
                    for each in judged.findings
                ],
            }
            for judged in found.stages
        ],
        "factors": [
            {
                "id": each.factor.id,
                "text": each.factor.text,
                "evidence": each.factor.evidence,
                "actions": list(each.actions),
            }
            for each in found.factors
        ],
        "actions": [
            {
                "id": each.action.id,
                "title": each.action.title,
                "status": each.action.status,
                "wanting": _problems(each.wanting),
            }
            for each in found.actions
        ],
        "actions_as_a_whole": _problems(found.overall),
        "as_if_in_review": found.early,
        "skeleton": {"method": method.id, "value": skeleton} if method else None,
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"rule": each.rule, "message": each.message, "fix": each.fix} for each in problems]


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    maybe = {"type": ["string", "null"]}
    texts = listed(text)
    stage = {"enum": list(STAGES)}
    wanting = listed(record(rule=text, message=text, fix=text))
    method = {"enum": list(get_args(MethodId))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems analyse --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            incident=text,
            title=text,
            questions=listed(
                record(
                    observation={"enum": list(get_args(ObservationId))},
                    stage=stage,
                    field=text | {"description": "Where in the record, as in `timeline[3].at`."},
                    says=text,
                    question=text,
                )
            ),
            methods=listed(
                record(
                    method=method,
                    name=text,
                    good_for=text,
                    less_for=text,
                    because=texts | {"description": "What in this record speaks for it."},
                    used=flag | {"description": "Whether the record holds it."},
                    open_questions={"type": "integer"},
                )
            ),
            stages=listed(
                record(
                    stage=stage,
                    findings=listed(
                        record(
                            verdict=text,
                            text=text,
                            confidence=maybe,
                            control_gap=maybe,
                            actions=texts,
                            lacks_action=flag,
                        )
                    ),
                )
            ),
            factors=listed(record(id=text, text=text, evidence=maybe, actions=texts)),
            actions=listed(record(id=text, title=text, status=text, wanting=wanting)),
            actions_as_a_whole=wanting,
            as_if_in_review=flag
            | {"description": "A draft's actions are weighed as if it were in review."},
            skeleton=null(
                record(method=method, value={"type": ["array", "object"]})
                | {"description": "With `--method`: what goes under `analysis`, as in YAML."}
            ),
        ),
    }
