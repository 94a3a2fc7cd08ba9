"""Changes to incident files that keep comments, layout and every byte they do not have to touch."""
