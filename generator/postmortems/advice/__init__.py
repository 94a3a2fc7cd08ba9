"""What the policy suggests for an incident: pure functions of configuration and recorded values."""
