"""Faults in site_config that reading it reports; without a sound policy nothing else can run."""

from __future__ import annotations

from postmortems.rules.base import loading_rule

CONFIG_DUPLICATE_ID = loading_rule(
    "config-duplicate-id",
    """Two entries of one list in `site_config/` carry the same id. Capitals make no difference.
    So it is with `index`, and with `uncategorised` among the categories: the site has pages of
    these names itself.

    Why: Nobody could tell which of the two a record means, or one page would take another's place.

    Fix: Give one of them another id.

    Source: Domain rule of this project.

    Flagged:
        # site_config/catalog.yml
        procedures:
          - {id: rollback, name: Take back a rollout}
          - {id: rollback, name: Bring back the version before}

    Accepted:
        # site_config/catalog.yml
        procedures:
          - {id: rollback, name: Take back a rollout}
    """,
)

CONFIG_UNKNOWN_REFERENCE = loading_rule(
    "config-unknown-reference",
    """A file of `site_config/` names a level, tier, team, phase, rule or other thing that none
    lists.

    Why: What refers to it would never take effect.

    Fix: Take a name that is listed, or add the one that is meant.

    Source: Domain rule of this project.

    Flagged:
        # site_config/policy.yml
        timeline:
          gap_minutes: 30
          gap_levels: [P0, P9]

    Accepted:
        # site_config/policy.yml
        timeline:
          gap_minutes: 30
          gap_levels: [P0, P1]
    """,
)

CONFIG_INVALID_PATTERN = loading_rule(
    "config-invalid-pattern",
    """A form of ids, a path or a network in `site_config/` that lacks what it must hold.

    Why: Every incident would have the same id, every link would lead to the same page, or internal
    addresses would pass for public ones.

    Fix: Add what the finding names.

    Source: Domain rule of this project.

    Flagged:
        # site_config/site.yml
        incident_id: INCIDENT

    Accepted:
        # site_config/site.yml
        incident_id: INC-YYYY-NNNN
    """,
)

CONFIG_INVALID_RANGE = loading_rule(
    "config-invalid-range",
    """Two values of `site_config/` stand the wrong way round, such as a day that ends before it
    begins.

    Why: What they bound would never apply.

    Fix: Put the smaller value first.

    Source: Domain rule of this project.

    Flagged:
        # site_config/policy.yml
        follow_up_days: [30, 7]

    Accepted:
        # site_config/policy.yml
        follow_up_days: [7, 30]
    """,
)

CONFIG_UNFIT_CONDITION = loading_rule(
    "config-unfit-condition",
    """A criterion of `site_config/severities.yml` compares a signal with a value that does not fit
    it.

    Why: The condition could never be met, so its level would never be suggested.

    Fix: Compare numbers with numbers, and yes-or-no signals with `op: eq` and `true` or `false`.

    Source: Domain rule of this project.

    Flagged:
        # site_config/severities.yml
        criteria:
          - id: many-failures
            all: [{metric: failure_rate_pct, op: eq, value: true}]
            level: P1
            cite: [P0 definition]

    Accepted:
        # site_config/severities.yml
        criteria:
          - id: many-failures
            all: [{metric: failure_rate_pct, op: gt, value: 20}]
            level: P1
            cite: [P0 definition]
    """,
)

CONFIG_CONTRADICTION = loading_rule(
    "config-contradiction",
    """Two places of `site_config/` say different things about the same matter.

    Why: The playbook's page would say one thing, and the check would enforce the other.

    Fix: Decide which is right, and change the other.

    Source: The playbook itself, which contradicts itself in several places.

    Flagged:
        # site_config/severities.yml
        criteria:
          - id: between-bands
            all: [{metric: failure_rate_pct, op: gt, value: 20}]
            level: P2
            between: [P1, P2]
            cite: [P0 definition]

    Accepted:
        # site_config/severities.yml
        criteria:
          - id: between-bands
            all: [{metric: failure_rate_pct, op: gt, value: 20}]
            level: P1
            between: [P1, P2]
            cite: [P0 definition]
    """,
)

CONFIG_EMPTY_EXEMPTION = loading_rule(
    "config-empty-exemption",
    """An exemption in `site_config/rules.yml` names neither files nor incidents.

    Why: It would never take effect.

    Fix: Add `files` or `incidents`, or switch the rule off under `levels`.

    Source: Domain rule of this project.

    Flagged:
        # site_config/rules.yml
        ignore:
          - rule: timeline-gap
            reason: Old records were kept differently.

    Accepted:
        # site_config/rules.yml
        ignore:
          - rule: timeline-gap
            files: [incidents/2019/*]
            reason: Old records were kept differently.
    """,
)

CONFIG = (
    CONFIG_DUPLICATE_ID,
    CONFIG_UNKNOWN_REFERENCE,
    CONFIG_INVALID_PATTERN,
    CONFIG_INVALID_RANGE,
    CONFIG_UNFIT_CONDITION,
    CONFIG_CONTRADICTION,
    CONFIG_EMPTY_EXEMPTION,
)
"""What keeps the policy from being used."""
